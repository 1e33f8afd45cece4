using System.Runtime.CompilerServices;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows.Blocks;

namespace DuffBeer.Core.Rows.Partitions;

/// <summary>The rows of one partition that are not yet written.</summary>
public sealed class PartitionBatch : IDisposable
{
    readonly ColumnCopy[] _copies;
    readonly ValueBuffer<long> _offsets = new();
    readonly StringBuffer _runs;

    /// <param name="path">See <see cref="Path"/>.</param>
    /// <param name="columns">The contract's stored columns; the system columns follow them.</param>
    /// <param name="slots">The slot of each stored column except the system columns.</param>
    /// <param name="typing">The values of the current block.</param>
    /// <param name="run">A dictionary of one value: the run's id.</param>
    internal PartitionBatch(string path, IReadOnlyList<TableColumn> columns, IReadOnlyList<int> slots, BlockTyping typing, StringCodes run)
    {
        Path = path;
        _runs = new(run);
        var copied = slots.Select((slot, index) => ColumnCopy.For(columns[index].Type, typing, slot)).ToArray();
        _copies = [.. copied.Select(column => column.Copy)];
        Rows = new(columns, [.. copied.Select(column => column.Buffer), _offsets, _runs]);
    }

    /// <summary><c>name=value/…</c> of the partition columns, without a final slash; empty if the dataset has none.</summary>
    public string Path { get; }

    /// <summary>Columns as <see cref="DatasetContract.StoredColumns"/>. The caller that writes them clears the batch.</summary>
    public ColumnBatch Rows { get; }

    public void Dispose() => Rows.Dispose();

    /// <param name="block">The block that was typed last.</param>
    /// <param name="rows">Its rows that belong to this partition, in order.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Append(RecordBlock block, ReadOnlySpan<int> rows)
    {
        foreach (var copy in _copies)
            copy.Append(rows);

        var bounds = block.Bounds;
        var (stride, origin) = (block.Stride, block.Origin + 1);
        var offsets = _offsets.NextValues(rows.Length);
        for (var index = 0; index < rows.Length; index++)
            offsets[index] = origin + bounds[rows[index] * stride];
        _offsets.Commit(default, rows);
        _runs.NextCodes(rows.Length).Clear();
        _runs.Commit(default, rows);
    }
}
