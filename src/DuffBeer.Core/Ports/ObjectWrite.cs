using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DuffBeer.Core.Ports;

/// <summary>A small object to write, with others or by itself.</summary>
/// <param name="Content">The whole object.</param>
public sealed record ObjectWrite(string Key, ReadOnlyMemory<byte> Content, WriteCondition Condition)
{
    /// <summary>Objects that a store writes at the same time.</summary>
    internal const int AtATime = 32;

    /// <summary>An object that says all by its key.</summary>
    public static ObjectWrite OfKey(string key) => new(key, default, WriteCondition.None);

    /// <summary>A document with its seal.</summary>
    public static ObjectWrite Of<T>(string key, T document, JsonTypeInfo<T> type, WriteCondition condition) =>
        new(key, DocumentSeal.Add(JsonSerializer.SerializeToUtf8Bytes(document, type)), condition);

    internal async Task<ObjectStat?> ToAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        await using var upload = await store.CreateAsync(Key, Condition, cancellationToken);
        await upload.Body.WriteAsync(Content, cancellationToken);
        return await upload.CommitAsync(cancellationToken);
    }
}
