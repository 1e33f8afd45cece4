using System.Text;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Tests.S3;

/// <summary>Objects whose bytes can be computed again.</summary>
static class S3Content
{
    public static async Task<ObjectStat?> WriteAsync(IObjectStore store, string key, string text, WriteCondition condition = default) =>
        await WriteAsync(store, key, Encoding.UTF8.GetBytes(text), condition);

    /// <summary>Writes in pieces of odd sizes, as part writers do.</summary>
    public static async Task<ObjectStat?> WriteAsync(
        IObjectStore store, string key, ReadOnlyMemory<byte> content, WriteCondition condition = default)
    {
        await using var upload = await store.CreateAsync(key, condition, default);
        for (var (left, piece) = (content, 1); left.Length > 0; piece = Math.Min(piece * 3, 1 << 20))
        {
            var count = Math.Min(piece, left.Length);
            await upload.Body.WriteAsync(left[..count]);
            left = left[count..];
        }

        return await upload.CommitAsync(default);
    }

    public static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static async Task<string> ReadAsync(IObjectStore store, ObjectStat stat) =>
        Encoding.UTF8.GetString(await ReadAsync(store, stat, piece: 1 << 20));

    /// <summary>Reads from start to end, <paramref name="piece"/> bytes at a time.</summary>
    public static async Task<byte[]> ReadAsync(IObjectStore store, ObjectStat stat, int piece)
    {
        await using var source = await store.OpenAsync(stat, default);
        var bytes = new byte[stat.Size];
        var offset = 0;
        while (await source.ReadAsync(offset, bytes.AsMemory(offset, Math.Min(piece, bytes.Length - offset)), default) is > 0 and var read)
            offset += read;
        return offset == bytes.Length ? bytes : throw new EndOfStreamException($"{offset} of {bytes.Length} bytes came.");
    }

    public static async Task<List<ObjectStat>> ListAsync(IObjectStore store, string prefix)
    {
        var listed = new List<ObjectStat>();
        await foreach (var stat in store.ListAsync(prefix, default))
            listed.Add(stat);
        return listed;
    }
}
