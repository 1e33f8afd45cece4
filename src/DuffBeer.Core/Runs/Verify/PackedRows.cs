using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>Compares the rows that a manifest counts for runs in packs with those that the packs' files have, run by run.</summary>
/// <remarks>Of a pack 16 bytes are kept, a sum over its runs; the runs of one pack are in memory while its files are read.</remarks>
/// <param name="only">Only this run; null for all.</param>
sealed class PackedRows(IObjectStore lake, IPartReader reader, string? only)
{
    readonly Dictionary<string, UInt128> _packs = new(StringComparer.Ordinal);
    readonly Lock _lock = new();

    /// <summary>False if a list of runs could not be read, so that nothing can be compared.</summary>
    public bool IsWhole { get; set; } = true;

    public void Add(ManifestEntry run)
    {
        if (run.Pack is not { } pack)
            return;
        lock (_lock)
            _packs[pack] = _packs.GetValueOrDefault(pack) + Of(run.RunId, run.Rows);
    }

    /// <summary>Whether the pack's files have exactly the rows of the runs that were added.</summary>
    public async Task<bool> FitsAsync(string pack, IReadOnlyList<Part> parts, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            if (!await CountAsync(part, rows, cancellationToken))
                return false;
        }

        UInt128 sum = 0;
        foreach (var (run, count) in rows.Where(one => only is null || one.Key == only))
            sum += Of(run, count);
        return sum == _packs.GetValueOrDefault(pack);
    }

    /// <summary>False if the file has no column of runs.</summary>
    async Task<bool> CountAsync(Part part, Dictionary<string, long> rows, CancellationToken cancellationToken)
    {
        await using var source = await PartSource.OpenAsync(lake, part.Key, cancellationToken);
        if (await reader.OpenAsync(source, [SystemColumns.Run], cancellationToken) is not { } content)
            return false;
        using var batch = new ColumnBatch(content.Columns);
        for (var group = 0; group < content.RowGroups.Count; group++)
        {
            batch.Clear();
            await content.AppendAsync(group, batch, cancellationToken);
            var names = (StringBuffer)batch.Buffers[0];
            // A run's rows are one after the other.
            for (var (row, first) = (1, 0); first < batch.RowCount; row++)
            {
                if (row < batch.RowCount && names[row].SequenceEqual(names[first]))
                    continue;
                var run = Encoding.UTF8.GetString(names[first]);
                rows[run] = rows.GetValueOrDefault(run) + row - first;
                first = row;
            }
        }

        return true;
    }

    static UInt128 Of(string run, long rows) => BinaryPrimitives.ReadUInt128BigEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{rows} {run}"))));
}
