namespace DuffBeer.Local.Generate.Restaurant;

enum DinerKind : byte { Registered, Guest, SharedUser }

/// <summary>A customer and their ordering habits.</summary>
/// <param name="Number">Counts up from 1; the shared user is 0.</param>
/// <param name="Orders">Orders in the whole time of the file.</param>
/// <param name="Gap">Usual distance between two orders, in positions of <see cref="OrderClock"/>.</param>
/// <param name="LoyalFrom">Number of the first order as a member of the loyalty programme; beyond the last for all others.</param>
readonly record struct Diner(long Number, DinerKind Kind, int Orders, int Gap, int LoyalFrom, byte Restaurant, byte Favourite)
{
    /// <summary>Positions that a week takes on average.</summary>
    const int Week = OrderClock.End / 200;

    static readonly int[] s_gapDays = [2, 3, 5, 7, 7, 10, 14, 14, 21, 30, 45, 90];

    /// <summary>Lines of each restaurant per thousand.</summary>
    static readonly int[] s_restaurants =
    [
        160, 110, 100, 90, 50, 45, 40, 40, 35, 32, 30, 28, 26, 25, 24, 22, 20, 19, 18, 17, 15, 13, 12, 10, 8, 6, 3, 2,
    ];

    public static int Restaurants => s_restaurants.Length;

    public static Diner Draw(long number, SplitMix random)
    {
        var kind = random.Below(100) switch { < 35 => DinerKind.Guest, < 43 => DinerKind.SharedUser, _ => DinerKind.Registered };
        var orders = DrawOrders(random);
        if (kind != DinerKind.Registered)
            orders = 1;
        var loyal = random.Below(100) < (orders switch { 1 => 8, < 6 => 16, < 21 => 28, _ => 38 });
        var joins = random.Below(2) == 0 ? 1 : 1 + (orders / 3);
        return new(
            kind == DinerKind.SharedUser ? 0 : number, kind, orders, random.Pick(s_gapDays) * Week / 7,
            loyal && kind == DinerKind.Registered ? joins : orders + 1, DrawRestaurant(random), (byte)Menu.Draw(random));
    }

    public static byte DrawRestaurant(SplitMix random)
    {
        var draw = random.Below(1000);
        var restaurant = 0;
        while (draw >= s_restaurants[restaurant])
            draw -= s_restaurants[restaurant++];
        return (byte)restaurant;
    }

    static int DrawOrders(SplitMix random) => random.Below(1000) switch
    {
        < 500 => 1,
        < 650 => 2,
        < 810 => 3 + random.Below(3),
        < 900 => 6 + random.Below(5),
        < 952 => 11 + random.Below(10),
        < 987 => 21 + random.Below(30),
        _ => 51 + Math.Min(random.Below(250), random.Below(250)),
    };
}
