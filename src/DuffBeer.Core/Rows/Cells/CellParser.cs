using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows.Cells;

/// <summary>Parses the cells of one column into typed values, or reports the rule that a cell breaks.</summary>
public abstract class CellParser
{
    readonly int _slot;
    readonly bool _trim;
    readonly bool _required;
    readonly byte[][] _nullTokens;

    protected CellParser(Column column, int slot)
    {
        (_slot, _trim, _required) = (slot, column.Trim, column.Required);
        _nullTokens = [.. column.NullTokens.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>What a cell must be, to follow "must be": <c>a whole number, at least 1</c>.</summary>
    public abstract string Expectation { get; }

    /// <summary>What a cell outside the range must be: the bounds are always named.</summary>
    public virtual string Range => Expectation;

    /// <summary>The parser of a column whose values go to a slot of the row.</summary>
    public static CellParser For(Column column, int slot) => column.Type.Kind switch
    {
        TypeKind.Double => new DoubleCell(column, slot),
        TypeKind.Bool => new BoolCell(column, slot),
        TypeKind.String => new TextCell(column, slot),
        _ => new NumberOrTimeCell(column, slot),
    };

    /// <summary>Sets the slot, which is null before, and returns null; or returns why the row is rejected.</summary>
    public RejectCode? Parse(ReadOnlySpan<byte> cell, RowValues row)
    {
        if (_trim)
            cell = Utf8Text.Trim(cell);
        if (cell.IsEmpty || (_nullTokens.Length > 0 && IsNullToken(cell)))
            return _required ? RejectCode.RequiredError : null;
        return ParseValue(cell, row, _slot);
    }

    /// <param name="cell">Trimmed if the contract says so; neither empty nor a null token.</param>
    protected abstract RejectCode? ParseValue(ReadOnlySpan<byte> cell, RowValues row, int slot);

    bool IsNullToken(ReadOnlySpan<byte> cell)
    {
        foreach (var token in _nullTokens)
        {
            if (Ascii.EqualsIgnoreCase(cell, token) || (!Ascii.IsValid(token) && EqualsIgnoreCase(cell, token)))
                return true;
        }

        return false;
    }

    static bool EqualsIgnoreCase(ReadOnlySpan<byte> cell, byte[] token) =>
        string.Equals(Encoding.UTF8.GetString(cell), Encoding.UTF8.GetString(token), StringComparison.OrdinalIgnoreCase);
}
