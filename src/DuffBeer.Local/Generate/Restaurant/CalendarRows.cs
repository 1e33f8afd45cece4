using System.Globalization;
using System.Text;

namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>Writes one row per day.</summary>
sealed class CalendarRows(DateOnly first) : ISampleRows
{
    /// <summary>Days after which weekdays and leap years repeat; the calendar then starts again.</summary>
    const int Cycle = 146_097;

    long _rows;

    public void Next(CsvLine line)
    {
        var day = first.AddDays((int)(_rows++ % Cycle));
        var holiday = Holiday(day);
        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        line.Text(Encoding.UTF8.GetBytes(day.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture)));
        line.Number(day.Year);
        line.Number(day.Month);
        line.Number(ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue)));
        line.Text(Encoding.UTF8.GetBytes(day.DayOfWeek.ToString()));
        line.Text(isWeekend ? "True"u8 : "False"u8);
        line.Text(holiday is null ? "False"u8 : "True"u8);
        line.Text(Encoding.UTF8.GetBytes(holiday ?? ""));
    }

    static string? Holiday(DateOnly day) => (day.Month, day.Day, day.DayOfWeek) switch
    {
        (1, 1, _) => "New Year's Day",
        (1, >= 15 and <= 21, DayOfWeek.Monday) => "Martin Luther King Jr. Day",
        (2, >= 15 and <= 21, DayOfWeek.Monday) => "Presidents' Day",
        (5, >= 25, DayOfWeek.Monday) => "Memorial Day",
        (6, 19, _) => "Juneteenth",
        (7, 4, _) => "Independence Day",
        (9, <= 7, DayOfWeek.Monday) => "Labor Day",
        (10, >= 8 and <= 14, DayOfWeek.Monday) => "Columbus Day",
        (11, 11, _) => "Veterans Day",
        (11, >= 22 and <= 28, DayOfWeek.Thursday) => "Thanksgiving Day",
        (12, 24, _) => "Christmas Eve",
        (12, 25, _) => "Christmas Day",
        _ => null,
    };
}
