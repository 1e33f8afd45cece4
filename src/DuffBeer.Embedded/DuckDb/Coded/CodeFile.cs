using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DuffBeer.Embedded.DuckDb.Coded;

/// <param name="first">The row of the first of <paramref name="codes"/>.</param>
delegate void CodeBlock(ReadOnlySpan<uint> codes, long first);

/// <summary>The codes of one column in a file that is deleted when it is closed, one after the other.</summary>
sealed class CodeFile(string path, int width) : IDisposable
{
    const int BlockBytes = 1 << 18;

    /// <summary>Fewer bytes do not pay for another thread.</summary>
    const int BytesOfThread = 8 << 20;

    readonly SafeFileHandle _file = File.OpenHandle(
        path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
    readonly byte[] _pending = new byte[BlockBytes];
    int _pendingBytes;

    public long Bytes { get; private set; }

    public long Rows => Bytes / width;

    /// <summary>Bytes of a code: 2, 4 or 8.</summary>
    public int Width => width;

    public void Append(ReadOnlySpan<byte> codes)
    {
        if (_pendingBytes + codes.Length > _pending.Length)
            Flush();
        codes.CopyTo(_pending.AsSpan(_pendingBytes));
        _pendingBytes += codes.Length;
    }

    public void Flush()
    {
        RandomAccess.Write(_file, _pending.AsSpan(0, _pendingBytes), Bytes);
        Bytes += _pendingBytes;
        _pendingBytes = 0;
    }

    /// <summary>Passes over all codes in their order. They have at most 32 bits.</summary>
    public void Scan(CodeBlock each, CancellationToken cancellationToken)
    {
        var (bytes, codes) = (new byte[BlockBytes], new uint[BlockBytes / width]);
        for (var at = 0L; at < Bytes; at += BlockBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var block = bytes.AsSpan(0, (int)Math.Min(BlockBytes, Bytes - at));
            Read(block, at);
            if (width == 4)
            {
                each(MemoryMarshal.Cast<byte, uint>(block), at / width);
                continue;
            }

            var narrow = MemoryMarshal.Cast<byte, ushort>(block);
            for (var place = 0; place < narrow.Length; place++)
                codes[place] = narrow[place];
            each(codes.AsSpan(0, narrow.Length), at / width);
        }
    }

    /// <summary>The rows that have one of some codes; null if there are more than <paramref name="most"/>.</summary>
    public List<long>? Find(CodeSet codes, int most, CancellationToken cancellationToken)
    {
        var threads = (int)Math.Min(Environment.ProcessorCount, Bytes / BytesOfThread + 1);
        var blocks = (Bytes + BlockBytes - 1) / BlockBytes;
        var found = new List<long>[threads];
        try
        {
            Parallel.For(0, threads, thread => found[thread] = Find(
                codes, blocks * thread / threads * BlockBytes, Math.Min(Bytes, blocks * (thread + 1) / threads * BlockBytes), most,
                cancellationToken));
        }
        catch (AggregateException failed)
        {
            ExceptionDispatchInfo.Throw(failed.InnerExceptions[0]);
        }

        return found.Sum(rows => rows.Count) > most ? null : [.. found.SelectMany(rows => rows)];
    }

    /// <summary>The rows between two places of the file that have one of the codes; more than wanted if there are too many.</summary>
    List<long> Find(CodeSet codes, long from, long to, int most, CancellationToken cancellationToken)
    {
        var rows = new List<long>();
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (var at = from; at < to && rows.Count <= most; at += BlockBytes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var block = buffer.AsSpan(0, (int)Math.Min(BlockBytes, to - at));
                Read(block, at);
                var first = at / width;
                if (width == 2)
                    codes.Find(MemoryMarshal.Cast<byte, ushort>(block), first, rows);
                else if (width == 4)
                    codes.Find(MemoryMarshal.Cast<byte, uint>(block), first, rows);
                else
                    codes.Find(MemoryMarshal.Cast<byte, ulong>(block), first, rows);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return rows;
    }

    public ulong CodeOf(long row)
    {
        Span<byte> code = stackalloc byte[sizeof(ulong)];
        code.Clear();
        Read(code[..width], row * width);
        return BinaryPrimitives.ReadUInt64LittleEndian(code);
    }

    public void Dispose() => _file.Dispose();

    void Read(Span<byte> into, long at) => Read(_file, into, at);

    /// <summary>Fills the bytes from a place of a file.</summary>
    public static void Read(SafeFileHandle file, Span<byte> into, long at)
    {
        while (into.Length > 0)
        {
            var read = RandomAccess.Read(file, into, at);
            if (read == 0)
                throw new EndOfStreamException($"A file of codes ends at {at}.");
            into = into[read..];
            at += read;
        }
    }
}
