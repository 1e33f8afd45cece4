using System.Globalization;

namespace DuffBeer.Local.Tests.Generate;

public sealed class DuffOrdersTests
{
    const int Rows = 60_000;
    const int ClientId = 0, ClientName = 1, OrderId = 2, ProductId = 3, Price = 5, ChannelOfSale = 8, Status = 9;

    static readonly Lazy<Task<IReadOnlyList<SampleUnit>>> s_units = new(
        () => Samples.UnitsAsync(new(Rows, Bad: 0, Duplicates: 0, Changes: 0.05)));

    [Fact]
    public async Task Order_ids_rise_except_for_repeated_orders()
    {
        var highest = 0L;
        var again = 0;
        var states = new Dictionary<long, string>();
        foreach (var cells in await CellsAsync())
        {
            var order = long.Parse(cells[OrderId], CultureInfo.InvariantCulture);
            if (states.TryGetValue(order, out var before))
            {
                Assert.Equal("created", before);
                Assert.NotEqual("created", cells[Status]);
                again++;
            }
            else
            {
                Assert.True(order > highest);
                highest = order;
            }

            states[order] = cells[Status];
        }

        Assert.InRange(again, 0.04 * Rows, 0.06 * Rows);
    }

    [Fact]
    public async Task About_three_orders_in_a_hundred_are_broken() =>
        Assert.InRange((await CellsAsync()).Count(cells => cells[Status] == "broken"), 0.025 * Rows, 0.035 * Rows);

    [Fact]
    public async Task About_one_name_in_a_hundred_is_quoted_and_some_have_quotes_or_line_breaks_inside()
    {
        var quoted = (await s_units.Value).Where(unit => unit.Raw.Contains('"')).ToList();

        Assert.InRange(quoted.Count, 0.006 * Rows, 0.014 * Rows);
        Assert.Contains(quoted, unit => unit.Cells[ClientName].EndsWith(", Inc.", StringComparison.Ordinal));
        Assert.Contains(quoted, unit => unit.Cells[ClientName].Contains('"'));
        Assert.Contains(quoted, unit => unit.Cells[ClientName].Contains('\n'));
    }

    [Fact]
    public async Task A_client_keeps_its_name_and_some_clients_share_one()
    {
        var clients = (await CellsAsync()).Select(cells => (Id: cells[ClientId], Name: cells[ClientName])).Distinct().ToList();

        Assert.Equal(clients.Count, clients.DistinctBy(client => client.Id).Count());
        Assert.InRange(clients.Count(client => client.Name == "Moe's Tavern"), 2, clients.Count);
    }

    [Fact]
    public async Task Few_clients_order_much_and_many_order_little()
    {
        var orders = (await CellsAsync()).CountBy(cells => cells[ClientId]).Select(client => client.Value).OrderDescending().ToList();

        Assert.InRange(orders.Count, 2_500, 3_000);
        Assert.InRange(orders.Take(orders.Count / 5).Sum(), 0.6 * Rows, 0.85 * Rows);
    }

    [Fact]
    public async Task A_client_has_a_favourite_channel()
    {
        var shares =
            from client in (await CellsAsync()).GroupBy(cells => cells[ClientId])
            where client.Count() > 50
            select (double)client.CountBy(cells => cells[ChannelOfSale]).Max(channel => channel.Value) / client.Count();

        Assert.All(shares, share => Assert.InRange(share, 0.6, 1));
    }

    [Fact]
    public async Task Prices_depend_on_the_product_and_change_now_and_then()
    {
        var prices = (await CellsAsync())
            .GroupBy(cells => cells[ProductId])
            .Select(product => product.DistinctBy(cells => cells[Price]).Count())
            .ToList();

        Assert.Equal(16, prices.Count);
        Assert.All(prices, count => Assert.InRange(count, 2, 40));
    }

    static async Task<IEnumerable<IReadOnlyList<string>>> CellsAsync() => (await s_units.Value).Select(unit => unit.Cells);
}
