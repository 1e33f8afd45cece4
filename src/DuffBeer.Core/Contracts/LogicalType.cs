using System.Globalization;

namespace DuffBeer.Core.Contracts;

public enum TypeKind { Int32, Int64, Decimal, Double, Bool, Date, Timestamp, String }

/// <summary>The type of a column, as written in contracts and model headers: <c>int64</c>, <c>decimal(10,2)</c>, …</summary>
/// <remarks>
/// Values in memory: int32 and date (days since 1970-01-01) as <see cref="int"/>; int64, decimal (unscaled, so 2.50 in
/// <c>decimal(10,2)</c> is 250) and timestamp (microseconds UTC since 1970-01-01) as <see cref="long"/>; bool as a byte; string as UTF-8.
/// </remarks>
public readonly record struct LogicalType(TypeKind Kind, int Precision = 0, int Scale = 0)
{
    /// <summary>Digits that fit an unscaled 64-bit integer: the largest precision of a contract's decimal.</summary>
    public const int MaxPrecision = 18;

    public static readonly LogicalType Int32 = new(TypeKind.Int32);
    public static readonly LogicalType Int64 = new(TypeKind.Int64);
    public static readonly LogicalType Double = new(TypeKind.Double);
    public static readonly LogicalType Bool = new(TypeKind.Bool);
    public static readonly LogicalType Date = new(TypeKind.Date);
    public static readonly LogicalType Timestamp = new(TypeKind.Timestamp);
    public static readonly LogicalType String = new(TypeKind.String);

    public static LogicalType Decimal(int precision, int scale) => new(TypeKind.Decimal, precision, scale);

    /// <summary>1, 10, 100, … 10^18.</summary>
    public static ReadOnlySpan<long> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    /// <summary>Smallest and largest value in memory form, such as -9,999 and 9,999 for <c>decimal(4,2)</c>.</summary>
    /// <remarks>Only for types stored as whole numbers; a decimal's precision is at most <see cref="MaxPrecision"/>.</remarks>
    public (long Least, long Greatest) Limits => Kind switch
    {
        TypeKind.Int32 => (int.MinValue, int.MaxValue),
        TypeKind.Decimal => (1 - PowersOfTen[Precision], PowersOfTen[Precision] - 1),
        _ => (long.MinValue, long.MaxValue),
    };

    /// <summary>
    /// Reads what <see cref="ToString"/> writes. A decimal has 1 to 38 digits (a contract's at most <see cref="MaxPrecision"/>), its scale
    /// at most its precision.
    /// </summary>
    public static bool TryParse(string text, out LogicalType type)
    {
        type = default;
        var name = text.Trim().ToLowerInvariant();
        if (name.StartsWith("decimal(", StringComparison.Ordinal) && name.EndsWith(')'))
        {
            var digits = name["decimal(".Length..^1].Split(',', StringSplitOptions.TrimEntries);
            if (digits.Length != 2
                || !int.TryParse(digits[0], NumberStyles.None, CultureInfo.InvariantCulture, out var precision)
                || !int.TryParse(digits[1], NumberStyles.None, CultureInfo.InvariantCulture, out var scale)
                || precision is < 1 or > 38 || scale > precision)
                return false;
            type = Decimal(precision, scale);
            return true;
        }

        foreach (var kind in Enum.GetValues<TypeKind>())
        {
            if (kind == TypeKind.Decimal || !string.Equals(name, kind.ToString(), StringComparison.OrdinalIgnoreCase))
                continue;
            type = new(kind);
            return true;
        }

        return false;
    }

    public override string ToString() => Kind == TypeKind.Decimal
        ? string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})")
        : Kind.ToString().ToLowerInvariant();
}
