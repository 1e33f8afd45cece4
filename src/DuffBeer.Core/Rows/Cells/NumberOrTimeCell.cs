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
    readonly NotedNumber? _notation;
    readonly LocalTime? _localTime;
    readonly long[] _oneOf;

    public NumberOrTimeCell(Column column, int slot) : base(column, slot)
    {
        _type = column.Type;
        _notation = column.Notation.IsPlain ? null : new(column.Notation);
        _localTime = column.Zone is { } zone ? new(TimeZoneInfo.FindSystemTimeZoneById(zone), column.LocalTime) : null;
        _formats =
        [
            .. column.Formats.Select(
                format =>
                    DateFormat.TryCreate(format, out var problem, column.Pivot) ?? throw new ArgumentException(problem, nameof(column))),
        ];
        if (_formats.Length == 0 && _type.Kind == TypeKind.Date)
            _formats = [s_iso];
        (_least, _greatest) = Bounds(column);
        _oneOf = [.. column.OneOf.Select(Declared)];
        Expectation = Describe(column, BoundsText.Of(column));
        Range = Describe(column, BoundsText.WithLimits(column));
    }

    public override string Expectation { get; }

    public override string Range { get; }

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
        value = 0;
        if (_notation is not null && !_notation.TryRead(cell, out cell))
            return TextForm.NotOfType;
        return _type.Kind switch
        {
            TypeKind.Decimal => NumberText.ParseDecimal(cell, _type.Scale, out value),
            TypeKind.Timestamp => ParseTimestamp(cell, out value),
            TypeKind.Date => ParseDate(cell, out value),
            _ => NumberText.ParseInteger(cell, out value),
        };
    }

    TextForm ParseDate(ReadOnlySpan<byte> cell, out long value)
    {
        value = 0;
        foreach (var format in _formats)
        {
            if (!format.TryParse(cell, out int day))
                continue;
            value = day;
            return TextForm.Value;
        }

        return TextForm.NotOfType;
    }

    TextForm ParseTimestamp(ReadOnlySpan<byte> cell, out long value)
    {
        var isLocal = false;
        if (_formats.Length == 0)
        {
            var form = TimestampText.Parse(cell, out value, out isLocal);
            return form != TextForm.Value || !isLocal ? form : ToUtc(value, out value);
        }

        value = 0;
        foreach (var format in _formats)
        {
            if (!format.TryParse(cell, out WrittenTime time))
                continue;
            if (time.OffsetMinutes is not { } offset)
                return ToUtc(time.LocalMicroseconds, out value);
            value = time.LocalMicroseconds - (offset * 60_000_000L);
            return TextForm.Value;
        }

        return TextForm.NotOfType;
    }

    TextForm ToUtc(long local, out long utc)
    {
        utc = local;
        return _localTime is null || _localTime.TryConvert(local, out utc) ? TextForm.Value : TextForm.NotOfType;
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

    string Describe(Column column, string bounds)
    {
        var notation = _notation is null ? "" : $" with {_notation.Wording}";
        var kind = _type.Kind switch
        {
            TypeKind.Decimal when _notation is not null => $"a {_type}{notation}: at most {_type.Scale} decimal places",
            TypeKind.Decimal => $"a {_type}: at most {_type.Scale} decimal places, no thousands separators, no exponent",
            TypeKind.Date => $"a date as {string.Join(" or ", column.Formats.DefaultIfEmpty("yyyy-MM-dd"))}",
            TypeKind.Timestamp =>
                $"a timestamp as {string.Join(" or ", column.Formats.DefaultIfEmpty("2026-11-21T07:30:00Z"))}{Zone(column)}",
            _ when _notation is not null => $"an {_type}{notation}",
            _ => $"an {_type}: a whole number without separators",
        };
        return kind + bounds + (column.OneOf.Count == 0 ? "" : $", one of {string.Join(", ", column.OneOf)}");
    }

    static string Zone(Column column) => column.Zone is null
        ? ""
        : column.LocalTime == LocalTimeRule.Reject
            ? $" in {column.Zone}, and a time that daylight saving neither skips nor repeats"
            : $" in {column.Zone}";
}
