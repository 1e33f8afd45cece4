using System.Globalization;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Restaurant;

/// <summary>Random orders, computed a second time by plain loops.</summary>
public sealed class OracleTests : IAsyncLifetime
{
    static readonly string[] s_locations = ["north", "south", "west"];
    static readonly string[] s_categories = ["Breakfast", "Salads", "Kids"];

    readonly List<Item> _items = [];
    readonly List<Option> _options = [];
    BuiltModels _models = null!;

    public async Task InitializeAsync()
    {
        var random = new Random(20261121);
        for (var order = 0; order < 120; order++)
            AddOrder(random, string.Create(CultureInfo.InvariantCulture, $"O{order:000}"));
        _models = await Restaurants.OfRowsAsync([.. _items, .. _options]);
    }

    public Task DisposeAsync()
    {
        _models.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Models_agree_with_plain_loops()
    {
        Assert.Equal(
            from order in _items.GroupBy(item => item.Order)
            orderby order.Key
            select Text(order.Key, order.Count(), order.Sum(Total)),
            await _models.RowsAsync("orders", "order_id, lines, order_total"));
        Assert.Equal(
            from customer in _items.Where(item => item.User is not null).GroupBy(item => item.User!)
            orderby customer.Key
            select Text(customer.Key, customer.Select(item => item.Order).Distinct().Count(), customer.Sum(Total)),
            await _models.RowsAsync("customers", "customer_id, orders, spend"));
        Assert.Equal(
            from sold in _items.GroupBy(item => (Day: item.At[..10], item.Location, item.Category))
            orderby sold.Key.Day, sold.Key.Location, sold.Key.Category
            select Text(
                sold.Key.Day,
                sold.Key.Location,
                sold.Key.Category!,
                sold.Select(item => item.Order).Distinct().Count(),
                sold.Sum(Total)),
            await _models.RowsAsync(
                "sales_trends", "period_start, restaurant_id, category, orders, revenue",
                "grain = 'day' AND restaurant_id <> 'All' AND category <> 'All' AND daypart = 'All'"));
        Assert.Empty(await _models.FailedAuditsAsync());
    }

    // Around noon in New York, so that the day in UTC is the day there.
    void AddOrder(Random random, string order)
    {
        var head = new Item(
            order, string.Create(CultureInfo.InvariantCulture, $"2023-0{random.Next(1, 4)}-0{random.Next(1, 8)} 17:{random.Next(10, 60)}"))
        {
            User = random.Next(5) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"user {random.Next(10, 40)}"),
            Location = s_locations[random.Next(s_locations.Length)],
            IsLoyalty = random.Next(4) == 0,
        };
        var lines = random.Next(1, 4);
        for (var line = 0; line < lines; line++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"L{line}");
            _items.Add(
                head with
                {
                    Line = name,
                    Category = s_categories[random.Next(s_categories.Length)],
                    Price = random.Next(0, 2000) / 100m,
                    Quantity = random.Next(1, 4),
                });
            var options = random.Next(3);
            for (var option = 0; option < options; option++)
                _options.Add(
                    new(order, random.Next(-100, 200) / 100m, random.Next(1, 3))
                    {
                        Line = name,
                        Name = string.Create(CultureInfo.InvariantCulture, $"Option {option}"),
                    });
        }
    }

    decimal Total(Item item) =>
        item.Price + _options.Where(
            option => option.Order == item.Order && option.Line == item.Line).Sum(option => option.Price * option.Quantity);

    static string Text(params object[] cells) =>
        string.Join(
            ' ',
            cells.Select(
                cell =>
                    cell is decimal number
                        ? number.ToString("0.00", CultureInfo.InvariantCulture)
                        : Convert.ToString(cell, CultureInfo.InvariantCulture)));
}
