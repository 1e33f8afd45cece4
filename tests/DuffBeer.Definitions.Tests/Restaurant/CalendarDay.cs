using System.Globalization;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Restaurant;

/// <summary>One accepted row of <c>date_dim</c>.</summary>
sealed record CalendarDay(string Date, string Weekday, string? Holiday = null) : ISourceRow
{
    public string Dataset => "date_dim";
    public int Week { get; init; } = 1;
    public bool IsWeekend { get; init; }

    public string ToSelect(string run, int offset) => string.Create(CultureInfo.InvariantCulture,
        $"""
        SELECT DATE '{Date}' AS date_key, {Date[..4]} AS year, {Date[5..7]} AS month, {Week} AS week, '{Weekday}' AS day_of_week,
            {IsWeekend} AS is_weekend,
            {Holiday is not null} AS is_holiday, {Sql.Text(Holiday)} AS holiday_name, {offset} AS _offset, '{run}' AS _run
        """);
}
