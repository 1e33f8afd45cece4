namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>Times of orders: more each year, most of them before noon in the eastern United States.</summary>
static class OrderClock
{
    /// <summary>The end of the positions, which start at 0; orders are spread evenly over them.</summary>
    public const int End = 1 << 20;

    const long MillisecondsPerHour = 3_600_000;

    /// <summary>Growth of the business: lines sold by some days.</summary>
    static readonly (DateOnly Day, int Lines)[] s_growth =
    [
        (new(2020, 4, 21), 0), (new(2021, 1, 1), 10_210), (new(2022, 1, 1), 53_658), (new(2023, 1, 1), 113_673), (new(2024, 1, 1), 194_252),
        (new(2024, 2, 22), 203_519),
    ];

    /// <summary>Orders per hour (UTC), in thousandths.</summary>
    static readonly int[] s_hours = [4, 2, 1, 0, 0, 0, 0, 0, 0, 2, 12, 38, 72, 98, 118, 132, 130, 108, 84, 66, 50, 40, 30, 13];

    /// <summary>The time of an order at a position, in milliseconds since 1970.</summary>
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
