using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Ports;

/// <summary>Small JSON documents in an object store.</summary>
public static class ObjectDocuments
{
    const int Tries = 20;

    /// <summary>The document and the version that was read; null where there is none.</summary>
    /// <remarks>Documents such as a pointer are replaced while they are read; then the new one is read.</remarks>
    public static async Task<Document<T>?> ReadAsync<T>(
        this IObjectStore store, string key, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await store.StatAsync(key, cancellationToken) is not { } stat)
                return null;
            try
            {
                await using var source = await store.OpenAsync(stat, cancellationToken);
                var bytes = new byte[stat.Size];
                await ReadFullyAsync(source, bytes, cancellationToken);
                return new(JsonSerializer.Deserialize(bytes, type)!, stat.ETag);
            }
            catch (TerminalException failure) when (failure.Code is ProblemCode.SourceChanged or ProblemCode.SourceMissing && attempt < Tries)
            {
            }
        }
    }

    /// <summary>Writes the document; false where the condition did not hold.</summary>
    public static async Task<bool> WriteAsync<T>(
        this IObjectStore store, string key, T document, JsonTypeInfo<T> type, WriteCondition condition, CancellationToken cancellationToken)
    {
        await using var upload = await store.CreateAsync(key, condition, cancellationToken);
        await JsonSerializer.SerializeAsync(upload.Body, document, type, cancellationToken);
        return await upload.CommitAsync(cancellationToken) is not null;
    }

    static async Task ReadFullyAsync(IByteSource source, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = 0;
        while (read < buffer.Length && await source.ReadAsync(read, buffer[read..], cancellationToken) is > 0 and var count)
            read += count;
    }
}

public sealed record Document<T>(T Value, string ETag);
