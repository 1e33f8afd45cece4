using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DuffBeer.Embedded.DuckDb.Coded;

/// <summary>The rows of a file of codes, in groups by a hash of their code: rows of few codes are found without passing over it.</summary>
sealed class CodeIndex : IDisposable
{
    const int EntriesOfGroup = 256;
    const int MostGroups = 1 << 17;

    /// <summary>Entries of a group that are written at a time.</summary>
    const int PendingEntries = 32;

    readonly SafeFileHandle _file;
    readonly int _shift;

    /// <summary>Where each group begins, and where the last one ends; counted in entries.</summary>
    readonly long[] _starts;

    CodeIndex(string path, long rows)
    {
        var groups = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(rows / EntriesOfGroup, 2, MostGroups));
        (_shift, _starts) = (32 - BitOperations.Log2((uint)groups), new long[groups + 1]);
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
    }

    public long Bytes => _starts[^1] * Marshal.SizeOf<Entry>();

    /// <summary>Null if codes or rows need more than 32 bits.</summary>
    /// <param name="path">The index is a file, too, that is deleted when it is closed.</param>
    public static CodeIndex? Make(CodeFile codes, string path, CancellationToken cancellationToken)
    {
        if (codes.Width > sizeof(uint) || codes.Rows > uint.MaxValue)
            return null;
        var index = new CodeIndex(path, codes.Rows);
        try
        {
            index.Fill(codes, cancellationToken);
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>Whether the groups of so many codes are fewer bytes than all codes.</summary>
    public bool IsWorth(int codes, CodeFile file) => codes * (double)Bytes / (_starts.Length - 1) < file.Bytes / 2.0;

    /// <summary>The rows that have one of the codes, in their order; null if there are more than <paramref name="most"/>.</summary>
    public List<long>? Find(CodeSet codes, int most, CancellationToken cancellationToken)
    {
        var rows = new List<long>();
        var groups = codes.All.Where(code => code <= uint.MaxValue).Select(code => (uint)code).ToLookup(GroupOf);
        foreach (var group in groups.OrderBy(group => group.Key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(group.Key, [.. group], rows);
            if (rows.Count > most)
                return null;
        }

        rows.Sort();
        return rows;
    }

    public void Dispose() => _file.Dispose();

    uint GroupOf(uint code) => code * 2654435769u >> _shift;

    void Add(uint group, ReadOnlySpan<uint> codes, List<long> rows)
    {
        var entries = ArrayPool<Entry>.Shared.Rent((int)(_starts[group + 1] - _starts[group]));
        try
        {
            var all = entries.AsSpan(0, (int)(_starts[group + 1] - _starts[group]));
            CodeFile.Read(_file, MemoryMarshal.AsBytes(all), _starts[group] * Marshal.SizeOf<Entry>());
            foreach (var (code, row) in all)
            {
                if (codes.Contains(code))
                    rows.Add(row);
            }
        }
        finally
        {
            ArrayPool<Entry>.Shared.Return(entries);
        }
    }

    void Fill(CodeFile codes, CancellationToken cancellationToken)
    {
        codes.Scan(
            (block, _) =>
            {
                foreach (var code in block)
                    _starts[GroupOf(code) + 1]++;
            },
            cancellationToken);
        for (var group = 1; group < _starts.Length; group++)
            _starts[group] += _starts[group - 1];

        var next = _starts[..^1];
        var (pending, counts) = (new Entry[next.Length * PendingEntries], new int[next.Length]);
        codes.Scan(
            (block, first) =>
            {
                foreach (var code in block)
                {
                    var group = GroupOf(code);
                    pending[group * PendingEntries + counts[group]++] = new(code, (uint)first++);
                    if (counts[group] == PendingEntries)
                        Write(group);
                }
            },
            cancellationToken);
        for (var group = 0u; group < next.Length; group++)
            Write(group);

        void Write(uint group)
        {
            var some = pending.AsSpan((int)group * PendingEntries, counts[group]);
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(some), next[group] * Marshal.SizeOf<Entry>());
            next[group] += some.Length;
            counts[group] = 0;
        }
    }

    readonly record struct Entry(uint Code, uint Row);
}
