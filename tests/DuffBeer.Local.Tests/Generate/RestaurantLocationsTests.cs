using DuffBeer.Local.Generate;

namespace DuffBeer.Local.Tests.Generate;

public sealed class RestaurantLocationsTests
{
    [Fact]
    public async Task Every_restaurant_of_the_orders_has_a_name_of_its_own()
    {
        var names = await Samples.RowsAsync("restaurant_locations", Samples.Named("restaurant_locations").Usual);
        var orders = await Samples.RowsAsync("order_items", new SampleShape(20_000, Bad: 0));

        Assert.Empty(orders.Select(row => row["RESTAURANT_ID"]).Distinct().Except(names.Select(row => row["id"])));
        Assert.Equal(names.Count, names.Select(row => row["name"]).Distinct().Count());
    }
}
