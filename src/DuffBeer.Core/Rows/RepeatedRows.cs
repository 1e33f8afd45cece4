using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows.Blocks;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows;

/// <summary>A row whose key another row has already.</summary>
/// <param name="Offset">Absolute byte offset of the row.</param>
/// <param name="Other">Offset of the earlier row of the file; for a published row, its run as <c>-1 - index</c>.</param>
public readonly record struct RepeatedRow(long Offset, long Other);

/// <summary>The rows of one chunk that are rejected because of their key.</summary>
/// <param name="contract">The contract.</param>
/// <param name="rows">In file order.</param>
/// <param name="runs">Published runs.</param>
public sealed class RepeatedRows(DatasetContract contract, IReadOnlyList<RepeatedRow> rows, IReadOnlyList<string> runs)
{
    readonly int _column = contract.Columns.Count(column => column.Key) == 1
        ? contract.Columns.Index().First(column => column.Item.Key).Index
        : -1;
    int _next;

    /// <summary>Marks the repeated rows of the block; blocks come in file order.</summary>
    internal void Mark(RecordBlock block, RowFaults faults)
    {
        for (var row = 0; row < block.Count && _next < rows.Count; row++)
        {
            var offset = block.OffsetOf(row);
            while (_next < rows.Count && rows[_next].Offset < offset)
                _next++;
            if (_next < rows.Count && rows[_next].Offset == offset)
                faults.Set(row, new(RejectCode.DuplicateKey, _column, Detail(rows[_next].Other)));
        }
    }

    string Detail(long other) => other >= 0
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the row at byte {other} of this file has the same")
        : $"a row of the published run {runs[(int)(-1 - other)]} has the same";
}
