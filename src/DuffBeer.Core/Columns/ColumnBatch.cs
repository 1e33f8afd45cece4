using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Columns;

/// <summary>Typed column buffers of equal length: what a part writer takes as one row group.</summary>
/// <remarks>Buffers are pooled: a finished chunk returns them for the next.</remarks>
public sealed class ColumnBatch : IDisposable
{
    public ColumnBatch(IReadOnlyList<TableColumn> columns)
        : this(columns, [.. columns.Select(column => ColumnBuffer.For(column.Type))])
    {
    }

    /// <param name="columns">The columns.</param>
    /// <param name="buffers">One per column, of its type.</param>
    internal ColumnBatch(IReadOnlyList<TableColumn> columns, IReadOnlyList<ColumnBuffer> buffers) =>
        (Columns, Buffers) = (columns, buffers);

    public IReadOnlyList<TableColumn> Columns { get; }
    public IReadOnlyList<ColumnBuffer> Buffers { get; }
    public int RowCount => Buffers.Count == 0 ? 0 : Buffers[0].Count;

    /// <summary>Bytes that the buffers hold now; they count against a memory budget.</summary>
    public long Bytes => Buffers.Sum(buffer => buffer.Bytes);

    public void Clear()
    {
        foreach (var buffer in Buffers)
            buffer.Clear();
    }

    /// <summary>Appends some rows of a batch of the same columns, in the order given.</summary>
    public void AppendRows(ColumnBatch from, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(from);
        for (var column = 0; column < Buffers.Count; column++)
            Buffers[column].AppendRows(from.Buffers[column], rows);
    }

    public void Dispose()
    {
        foreach (var buffer in Buffers)
            buffer.Dispose();
    }
}
