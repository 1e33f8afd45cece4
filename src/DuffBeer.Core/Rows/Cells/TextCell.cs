using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows.Cells;

/// <summary>Texts in the contract's case, limited to the allowed ones if it lists any.</summary>
sealed class TextCell(Column column, int slot) : CellParser(column, slot)
{
    readonly CaseRule _case = column.Case;
    readonly ValueSet? _oneOf = column.OneOf.Count == 0 ? null : new(column.OneOf);

    public override string Expectation { get; } = column.OneOf.Count == 0 ? "a text" : $"one of {string.Join(", ", column.OneOf)}";

    protected override RejectCode? ParseValue(ReadOnlySpan<byte> cell, RowValues row, int slot)
    {
        row.SetText(slot, cell, _case);
        return _oneOf is null || _oneOf.Contains(row.Text(slot)) ? null : RejectCode.EnumError;
    }
}
