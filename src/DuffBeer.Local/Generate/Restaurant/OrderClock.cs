namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>When orders are placed: more each year, most of them before noon in the east of the United States.</summary>
static class OrderClock
{
    /// <summary>The end of time: positions are from 0 up to it, and orders are spread evenly between them.</summary>
    public const int End = 1 << 20;

    const long MillisecondsPerHour = 3_600_000;

    /// <summary>Where the business stood on some days, in lines sold by then.</summary>
    static readonly (DateOnly Day, int Lines)[] s_growth =
    [
        (new(2020, 4, 21), 0), (new(2021, 1, 1), 10_210), (new(2022, 1, 1), 53_658), (new(2023, 1, 1), 113_673), (new(2024, 1, 1), 194_252),
        (new(2024, 2, 22), 203_519),
    ];

    /// <summary>Orders an hour (UTC), in parts of a thousand.</summary>
    static readonly int[] s_hours = [4, 2, 1, 0, 0, 0, 0, 0, 0, 2, 12, 38, 72, 98, 118, 132, 130, 108, 84, 66, 50, 40, 30, 13];

    /// <summary>Milliseconds since 1970 of an order at a position.</summary>
    public static long Milliseconds(int position, SplitMix random)
    {
        var lines = position * (long)s_growth[^1].Lines / End;
        var next = 1;
        while (next < s_growth.Length - 1 && lines >= s_growth[next].Lines)
            next++;
        var (from, to) = (s_growth[next - 1], s_growth[next]);
        var day = from.Day.DayNumber + (int)((lines - from.Lines) * (to.Day.DayNumber - from.Day.DayNumber) / (to.Lines - from.Lines));
        var days = day - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return ((days * 24L) + Hour(random)) * MillisecondsPerHour + random.Below((int)MillisecondsPerHour);
    }

    static int Hour(SplitMix random)
    {
        var draw = random.Below(1000);
        var hour = 0;
        while (draw >= s_hours[hour])
            draw -= s_hours[hour++];
        return hour;
    }
}
