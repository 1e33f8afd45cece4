using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows.Cells;

/// <summary>Cells that are stored as whole numbers: integers, decimals, dates and timestamps.</summary>
sealed class NumberOrTimeCell : CellParser
{
    static readonly DateFormat s_iso = DateFormat.TryCreate("yyyy-MM-dd", out _)!;

    readonly LogicalType _type;
    readonly long _least;
    readonly long _greatest;
    readonly DateFormat[] _formats;
    readonly long[] _oneOf;

    public NumberOrTimeCell(Column column, int slot) : base(column, slot)
    {
        _type = column.Type;
        _formats = column.Formats.Count == 0
            ? [s_iso]
            :
            [
                .. column.Formats.Select(
                    format => DateFormat.TryCreate(format, out var problem) ?? throw new ArgumentException(problem, nameof(column))),
            ];
        (_least, _greatest) = Bounds(column);
        _oneOf = [.. column.OneOf.Select(Declared)];
        Expectation = Describe(column);
    }

    public override string Expectation { get; }

    protected override RejectCode? ParseValue(ReadOnlySpan<byte> cell, RowValues row, int slot)
    {
        var form = Parse(cell, out var value);
        if (form == TextForm.NotOfType)
            return RejectCode.TypeError;
        if (form == TextForm.OutOfRange || value < _least || value > _greatest)
            return RejectCode.RangeError;
        if (_oneOf.Length > 0 && !_oneOf.Contains(value))
            return RejectCode.EnumError;
        row.SetScalar(slot, value);
        return null;
    }

    TextForm Parse(ReadOnlySpan<byte> cell, out long value)
    {
        switch (_type.Kind)
        {
            case TypeKind.Decimal:
                return NumberText.ParseDecimal(cell, _type.Scale, out value);
            case TypeKind.Timestamp:
                return TimestampText.Parse(cell, out value);
            case TypeKind.Date:
                value = 0;
                foreach (var format in _formats)
                {
                    if (!format.TryParse(cell, out var day))
                        continue;
                    value = day;
                    return TextForm.Value;
                }

                return TextForm.NotOfType;
            default:
                return NumberText.ParseInteger(cell, out value);
        }
    }

    long Declared(string text) => Parse(System.Text.Encoding.UTF8.GetBytes(text), out var value) == TextForm.Value
        ? value
        : throw new ArgumentException($"'{text}' is not {_type}", nameof(text));

    /// <summary>Smallest and largest value that the column accepts.</summary>
    public static (long Least, long Greatest) Bounds(Column column)
    {
        var (range, limits) = (column.Range ?? new(), column.Type.Limits);
        var least = range.Min is { } min ? (range.MinExclusive ? decimal.Floor(min) + 1 : decimal.Ceiling(min)) : limits.Least;
        var greatest = range.Max is { } max ? (range.MaxExclusive ? decimal.Ceiling(max) - 1 : decimal.Floor(max)) : limits.Greatest;
        return ((long)Math.Max(least, limits.Least), (long)Math.Min(greatest, limits.Greatest));
    }

    string Describe(Column column)
    {
        var kind = _type.Kind switch
        {
            TypeKind.Decimal => $"a {_type}: at most {_type.Scale} decimal places, no thousands separators, no exponent",
            TypeKind.Date => $"a date as {string.Join(" or ", column.Formats.DefaultIfEmpty("yyyy-MM-dd"))}",
            TypeKind.Timestamp => "a timestamp as 2026-11-21T07:30:00Z",
            _ => $"an {_type}: a whole number without separators",
        };
        return kind + BoundsText.Of(column) + (column.OneOf.Count == 0 ? "" : $", one of {string.Join(", ", column.OneOf)}");
    }
}
