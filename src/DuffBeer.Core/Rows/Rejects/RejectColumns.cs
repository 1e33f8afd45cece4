using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Rows.Rejects;

/// <summary>The table of rejects: the columns of a dataset's <c>_rejects</c> parts.</summary>
public static class RejectColumns
{
    public static IReadOnlyList<TableColumn> All { get; } =
    [
        new("code", LogicalType.String, "Rule that the row broke", Nullable: false),
        new(
            "row_in_chunk", LogicalType.Int64,
            "1-based number of the row within its chunk, blank lines not counted; the run's result has the rows before the chunk",
            Nullable: false),
        new("byte", LogicalType.Int64, "Absolute byte offset of the line in the decoded source", Nullable: false),
        new("column", LogicalType.String, "Column at fault; null for a fault of the whole line"),
        new("value", LogicalType.String, "The cell as it was read, cut at 200 characters"),
        new("message", LogicalType.String, "What was expected", Nullable: false),
        new("raw", LogicalType.String, "The line as in the file, cut at 64 KiB; hidden columns are masked", Nullable: false),
        SystemColumns.Run,
    ];

    static readonly string[] s_codes = Enum.GetNames<RejectCode>();

    /// <summary>Appends a reject to a batch of <see cref="All"/>.</summary>
    public static void Append(ColumnBatch batch, in Reject reject, string run)
    {
        Text(batch, 0, s_codes[(int)reject.Code]);
        ((ValueBuffer<long>)batch.Buffers[1]).Append(reject.RowNumber);
        ((ValueBuffer<long>)batch.Buffers[2]).Append(reject.Offset);
        Text(batch, 3, reject.Column);
        Text(batch, 4, reject.Value);
        Text(batch, 5, reject.Message);
        Text(batch, 6, reject.Raw);
        Text(batch, 7, run);
    }

    static void Text(ColumnBatch batch, int column, string? text)
    {
        if (text is null)
            batch.Buffers[column].AppendNull();
        else
            ((StringBuffer)batch.Buffers[column]).Append(text);
    }
}
