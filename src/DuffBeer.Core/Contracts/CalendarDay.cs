namespace DuffBeer.Core.Contracts;

/// <summary>Days since 1970-01-01, as dates are stored.</summary>
public static class CalendarDay
{
    const int EpochDayNumber = 719_162;

    public const long MicrosecondsPerDay = 86_400_000_000;

    public static int Of(DateOnly date) => date.DayNumber - EpochDayNumber;

    public static DateOnly ToDate(int day) => DateOnly.FromDayNumber(day + EpochDayNumber);

    /// <summary>The UTC day that a timestamp in microseconds falls on, also before 1970.</summary>
    public static int OfMicroseconds(long microseconds)
    {
        var (day, rest) = Math.DivRem(microseconds, MicrosecondsPerDay);
        return (int)(rest < 0 ? day - 1 : day);
    }

    /// <summary>False if the calendar has no such day. Years are 1 to 9999.</summary>
    public static bool TryOf(int year, int month, int dayOfMonth, out int day)
    {
        day = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month))
            return false;
        day = Of(new DateOnly(year, month, dayOfMonth));
        return true;
    }
}
