using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows.Cells;

/// <summary><c>true</c> or <c>false</c> in any case, <c>1</c> or <c>0</c>, or the contract's words.</summary>
sealed class BoolCell(Column column, int slot) : CellParser(column, slot)
{
    readonly IReadOnlyList<string> _true = column.TrueWords;
    readonly IReadOnlyList<string> _false = column.FalseWords;

    bool HasWords => _true.Count > 0;

    public override string Expectation => HasWords
        ? $"one of {string.Join(", ", _true)} for true, or of {string.Join(", ", _false)} for false"
        : "true or false (or 1 or 0)";

    protected override RejectCode? ParseValue(ReadOnlySpan<byte> cell, RowValues row, int slot)
    {
        if (HasWords)
            return ParseWord(Encoding.UTF8.GetString(cell), row, slot);
        var isTrue = Ascii.EqualsIgnoreCase(cell, "true"u8) || cell.SequenceEqual("1"u8);
        if (!isTrue && !Ascii.EqualsIgnoreCase(cell, "false"u8) && !cell.SequenceEqual("0"u8))
            return RejectCode.TypeError;
        row.SetScalar(slot, isTrue ? 1 : 0);
        return null;
    }

    RejectCode? ParseWord(string cell, RowValues row, int slot)
    {
        var isTrue = _true.Contains(cell, StringComparer.OrdinalIgnoreCase);
        if (!isTrue && !_false.Contains(cell, StringComparer.OrdinalIgnoreCase))
            return RejectCode.TypeError;
        row.SetScalar(slot, isTrue ? 1 : 0);
        return null;
    }
}
