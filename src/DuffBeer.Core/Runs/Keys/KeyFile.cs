using System.Buffers.Binary;
using System.Security.Cryptography;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Keys;

/// <summary>A slice of all hashes: those whose first byte is in a range.</summary>
readonly record struct HashSlice(int First, int End)
{
    public const int Bytes = 256;

    /// <summary>Equal slices of all hashes.</summary>
    /// <param name="count">A power of two, at most <see cref="Bytes"/>.</param>
    public static IEnumerable<HashSlice> Split(int count) =>
        Enumerable.Range(0, count).Select(slice => new HashSlice(slice * (Bytes / count), (slice + 1) * (Bytes / count)));
}

/// <summary>
/// Sorted keys in the lake. A head says how many hashes begin with a byte below 1, 2, … 256; the hashes follow, then the rows' offsets.
/// So a slice is one range, and a reader that only compares reads no offsets. Numbers are little-endian.
/// </summary>
sealed class KeyFile : IAsyncDisposable
{
    /// <summary>Keys per file: 12 MiB, which is what a reader holds at most.</summary>
    public const int MostKeys = 1 << 19;

    const int HashBytes = 16;
    const int HeadBytes = HashSlice.Bytes * sizeof(int);

    readonly IByteSource _source;
    readonly string _key;
    readonly byte[] _head;

    KeyFile(IByteSource source, string key, byte[] head) => (_source, _key, _head) = (source, key, head);

    /// <param name="rows">At most <see cref="MostKeys"/>; they are sorted here.</param>
    /// <returns>The file's bytes and their SHA-256.</returns>
    public static async Task<(long Bytes, string Digest)> WriteAsync(
        IObjectStore lake, string key, List<RowKey> rows, CancellationToken cancellationToken)
    {
        rows.Sort();
        var content = new byte[HeadBytes + rows.Count * (HashBytes + sizeof(long))];
        var (row, offsets) = (0, content.AsMemory(HeadBytes + rows.Count * HashBytes));
        for (var first = 0; first < HashSlice.Bytes; first++)
        {
            for (; row < rows.Count && FirstByte(rows[row].Hash) == first; row++)
            {
                BinaryPrimitives.WriteUInt128LittleEndian(content.AsSpan(HeadBytes + row * HashBytes), rows[row].Hash);
                BinaryPrimitives.WriteInt64LittleEndian(offsets.Span[(row * sizeof(long))..], rows[row].Offset);
            }

            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(first * sizeof(int)), row);
        }

        await new ObjectWrite(key, content, WriteCondition.None).ToAsync(lake, cancellationToken);
        return (content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <exception cref="TerminalException"><c>DocumentDamaged</c>.</exception>
    public static async Task<KeyFile> OpenAsync(IObjectStore lake, string key, CancellationToken cancellationToken)
    {
        var stat = await lake.StatAsync(key, cancellationToken) ?? throw Damaged(key, "it is missing");
        var source = await lake.OpenAsync(stat, cancellationToken);
        var head = new byte[HeadBytes];
        if (await source.ReadAsync(0, head, cancellationToken) == HeadBytes)
            return new(source, key, head);
        await source.DisposeAsync();
        throw Damaged(key, "it is too short");
    }

    public async Task<UInt128[]> HashesAsync(HashSlice slice, CancellationToken cancellationToken)
    {
        var (first, count) = RangeOf(slice);
        var content = await ReadAsync(HeadBytes + (long)first * HashBytes, count * HashBytes, cancellationToken);
        var hashes = new UInt128[count];
        for (var index = 0; index < count; index++)
            hashes[index] = BinaryPrimitives.ReadUInt128LittleEndian(content.AsSpan(index * HashBytes));
        return hashes;
    }

    public async Task<IEnumerable<RowKey>> RowsAsync(HashSlice slice, CancellationToken cancellationToken)
    {
        var (first, count) = RangeOf(slice);
        var hashes = await HashesAsync(slice, cancellationToken);
        var at = HeadBytes + (long)CountTo(HashSlice.Bytes) * HashBytes + (long)first * sizeof(long);
        var content = await ReadAsync(at, count * sizeof(long), cancellationToken);
        return hashes.Select((hash, index) => new RowKey(
            hash, BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(index * sizeof(long)))));
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    (int First, int Count) RangeOf(HashSlice slice) => (CountTo(slice.First), CountTo(slice.End) - CountTo(slice.First));

    int CountTo(int first) => first == 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(_head.AsSpan((first - 1) * sizeof(int)));

    async Task<byte[]> ReadAsync(long offset, int length, CancellationToken cancellationToken)
    {
        var content = new byte[length];
        return length == 0 || await _source.ReadAsync(offset, content, cancellationToken) == length
            ? content
            : throw Damaged(_key, "it is too short");
    }

    static int FirstByte(UInt128 hash) => (int)(hash >> 120);

    static TerminalException Damaged(string key, string how) => new(
        ProblemCode.DocumentDamaged,
        $"Keys of published rows cannot be read from {key}: {how}. Replay its run, which writes them again.");
}
