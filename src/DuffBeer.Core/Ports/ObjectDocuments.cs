using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Ports;

/// <summary>Small JSON documents in an object store.</summary>
public static class ObjectDocuments
{
    const int MostReads = 100;
    const int FirstPause = 2;
    const int LongestPauses = 4;

    /// <summary>The document and its version; null if there is none.</summary>
    /// <remarks>A document that is replaced during the read is read again, so moving a pointer never fails its readers.</remarks>
    /// <exception cref="TerminalException"><c>DocumentDamaged</c>.</exception>
    public static async Task<Document<T>?> ReadAsync<T>(
        this IObjectStore store, string key, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class =>
        await store.ContentAsync(key, cancellationToken) is { } content
            ? new(Parsed(key, content.Value, type), content.ETag)
            : null;

    /// <summary>The bytes of a document; null if there is none.</summary>
    /// <inheritdoc cref="ReadAsync{T}(IObjectStore, string, JsonTypeInfo{T}, CancellationToken)"/>
    internal static async Task<Document<byte[]>?> ContentAsync(
        this IObjectStore store, string key, CancellationToken cancellationToken)
    {
        for (var read = 1; ; read++)
        {
            if (await store.StatAsync(key, cancellationToken) is not { } stat)
                return null;
            try
            {
                return new(await ReadAsync(store, stat, cancellationToken), stat.ETag);
            }
            catch (TerminalException failure)
                when (failure.Code is ProblemCode.SourceChanged or ProblemCode.SourceMissing && read < MostReads)
            {
            }

            await Pause.AfterAsync(Math.Min(read, LongestPauses), FirstPause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Writes the document with its seal; false if the condition failed.</summary>
    public static async Task<bool> WriteAsync<T>(
        this IObjectStore store, string key, T document, JsonTypeInfo<T> type, WriteCondition condition,
        CancellationToken cancellationToken) =>
        await ObjectWrite.Of(key, document, type, condition).ToAsync(store, cancellationToken) is not null;

    /// <summary>Writes the document whatever is there, and returns its seal.</summary>
    internal static async Task<string?> WriteSealedAsync<T>(
        this IObjectStore store, string key, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var write = ObjectWrite.Of(key, document, type, WriteCondition.None);
        await write.ToAsync(store, cancellationToken);
        return DocumentSeal.Of(write.Content.Span);
    }

    internal static T Parsed<T>(string key, byte[] content, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(content, type) ?? throw DocumentRepair.Damaged(key, content.Length, "it holds nothing");
        }
        catch (JsonException failure)
        {
            throw DocumentRepair.Damaged(key, content.Length, failure.Message, failure);
        }
    }

    static async Task<byte[]> ReadAsync(IObjectStore store, ObjectStat stat, CancellationToken cancellationToken)
    {
        await using var source = await store.OpenAsync(stat, cancellationToken);
        return await source.ReadAllAsync(stat.Size, cancellationToken);
    }
}

public sealed record Document<T>(T Value, string ETag);
