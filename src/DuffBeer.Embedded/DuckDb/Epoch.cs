namespace DuffBeer.Embedded.DuckDb;

/// <summary>Converts DuckDB's dates and times, which count from 1970-01-01 UTC.</summary>
static class Epoch
{
    static readonly int s_firstDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static int DaysOf(DateOnly date) => date.DayNumber - s_firstDay;

    public static DateOnly Date(int days) => DateOnly.FromDayNumber(checked(s_firstDay + days));

    public static long MicrosOf(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
        return (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }

    /// <param name="ticksPerUnit">Units of 100 ns in one of <paramref name="units"/>.</param>
    public static DateTime Time(long units, long ticksPerUnit) => DateTime.UnixEpoch.AddTicks(checked(units * ticksPerUnit));
}
