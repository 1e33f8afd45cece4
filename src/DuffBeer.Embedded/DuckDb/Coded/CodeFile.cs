using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DuffBeer.Embedded.DuckDb.Coded;

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

    void Read(Span<byte> into, long at)
    {
        while (into.Length > 0)
        {
            var read = RandomAccess.Read(_file, into, at);
            if (read == 0)
                throw new EndOfStreamException($"{path} ends at {at}.");
            into = into[read..];
            at += read;
        }
    }
}
