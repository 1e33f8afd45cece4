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

    /// <summary>Appends all rows of a batch of the same columns.</summary>
    public void AppendAll(ColumnBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var (buffer, more) in Buffers.Zip(rows.Buffers))
            buffer.AppendAll(more);
    }

    public void Clear()
    {
        foreach (var buffer in Buffers)
            buffer.Clear();
    }

    public void Dispose()
    {
        foreach (var buffer in Buffers)
            buffer.Dispose();
    }
}
