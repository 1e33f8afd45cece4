using System.Globalization;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Rows.Cells;

/// <summary>The text of stored scalars: 2.50, 2026-11-21, 2026-11-21T07:30:00.000Z, true.</summary>
static class ScalarText
{
    public static string Of(LogicalType type, long value) => type.Kind switch
    {
        TypeKind.Decimal => Decimal(value, type.Scale),
        TypeKind.Double => BitConverter.Int64BitsToDouble(value).ToString("R", CultureInfo.InvariantCulture),
        TypeKind.Bool => value != 0 ? "true" : "false",
        TypeKind.Date => CalendarDay.ToDate((int)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TypeKind.Timestamp => Timestamp(value),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    static string Timestamp(long microseconds) => DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond).ToString(
        microseconds % 1000 == 0 ? "yyyy-MM-ddTHH:mm:ss.fffZ" : "yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    static string Decimal(long unscaled, int scale)
    {
        var magnitude = unscaled < 0 ? 0UL - (ulong)unscaled : (ulong)unscaled;
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), 0, unscaled < 0, (byte)scale)
            .ToString(CultureInfo.InvariantCulture);
    }
}
