using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Rows.Cells;

/// <summary>Converts the local times of a zone to UTC.</summary>
sealed class LocalTime(TimeZoneInfo zone, LocalTimeRule rule)
{
    // Longer than any shift of a clock.
    static readonly TimeSpan s_margin = TimeSpan.FromHours(4);

    /// <summary>False if daylight saving skips or repeats that time, and such times are rejected.</summary>
    /// <param name="local">Microseconds since 1970-01-01 in the zone.</param>
    /// <param name="utc">Microseconds since 1970-01-01 UTC.</param>
    public bool TryConvert(long local, out long utc)
    {
        var time = DateTime.SpecifyKind(DateTime.UnixEpoch.AddTicks(local * TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified);
        var (least, greatest) = Offsets(time);
        // The greater the offset from UTC, the earlier the moment.
        utc = local - (rule == LocalTimeRule.Later ? least : greatest).Ticks / TimeSpan.TicksPerMicrosecond;
        return least == greatest || rule != LocalTimeRule.Reject;
    }

    (TimeSpan Least, TimeSpan Greatest) Offsets(DateTime time)
    {
        if (zone.IsAmbiguousTime(time))
        {
            var offsets = zone.GetAmbiguousTimeOffsets(time);
            return (offsets.Min(), offsets.Max());
        }

        if (!zone.IsInvalidTime(time))
            return (zone.GetUtcOffset(time), zone.GetUtcOffset(time));
        var (before, after) = (zone.GetUtcOffset(time - s_margin), zone.GetUtcOffset(time + s_margin));
        return before < after ? (before, after) : (after, before);
    }
}
