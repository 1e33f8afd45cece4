using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows.Cells;

/// <summary><c>true</c> or <c>false</c> in any case, <c>1</c> or <c>0</c>.</summary>
sealed class BoolCell(Column column, int slot) : CellParser(column, slot)
{
    public override string Expectation => "true or false (or 1 or 0)";

    protected override RejectCode? ParseValue(ReadOnlySpan<byte> cell, RowValues row, int slot)
    {
        var isTrue = Ascii.EqualsIgnoreCase(cell, "true"u8) || cell.SequenceEqual("1"u8);
        if (!isTrue && !Ascii.EqualsIgnoreCase(cell, "false"u8) && !cell.SequenceEqual("0"u8))
            return RejectCode.TypeError;
        row.SetScalar(slot, isTrue ? 1 : 0);
        return null;
    }
}
