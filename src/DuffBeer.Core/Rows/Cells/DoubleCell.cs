using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows.Cells;

/// <summary>Finite floating-point numbers, an exponent allowed.</summary>
sealed class DoubleCell(Column column, int slot) : CellParser(column, slot)
{
    const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    readonly ColumnRange _range = column.Range ?? new();

    readonly NotedNumber? _notation = column.Notation.IsPlain ? null : new(column.Notation);

    public override string Expectation { get; } = (column.Notation.IsPlain
        ? "a number such as 12.5 or 1.25e1"
        : $"a number with {new NotedNumber(column.Notation).Wording}") + BoundsText.Of(column);

    public override string Range => _range == new ColumnRange()
        ? string.Create(CultureInfo.InvariantCulture, $"{Expectation}, from {double.MinValue:R} to {double.MaxValue:R}")
        : Expectation;

    protected override RejectCode? ParseValue(ReadOnlySpan<byte> cell, RowValues row, int slot)
    {
        if (_notation is not null && !_notation.TryRead(cell, out cell))
            return RejectCode.TypeError;
        if (!double.TryParse(cell, Style, CultureInfo.InvariantCulture, out var value)
            || double.IsNaN(value)
            || !char.IsAsciiDigit((char)cell[^1]))
            return RejectCode.TypeError;
        if (double.IsInfinity(value) || IsOutside(value))
            return RejectCode.RangeError;
        row.SetScalar(slot, BitConverter.DoubleToInt64Bits(value));
        return null;
    }

    bool IsOutside(double value) =>
        (_range.Min is { } min && (_range.MinExclusive ? value <= (double)min : value < (double)min))
        || (_range.Max is { } max && (_range.MaxExclusive ? value >= (double)max : value > (double)max));
}
