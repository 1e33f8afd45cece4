using System.Globalization;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Duff;

/// <summary>Random rows, computed a second time by plain loops.</summary>
public sealed class OracleTests : IAsyncLifetime
{
    static readonly string[] s_statuses = ["created", "delivered", "broken"];
    static readonly string[] s_channels = ["Retail", "B2B", "Online", "Moon"];

    readonly OrderRow[][] _files = Files(seed: 20261121);
    readonly List<OrderRow> _kept = [];
    int _duplicates;
    int _changes;
    BuiltModels _models = null!;

    public async Task InitializeAsync()
    {
        _models = await DuffModels.OfFilesAsync(_files);
        foreach (var rows in _files.SelectMany(file => file).GroupBy(row => row.Order))
        {
            OrderRow? last = null;
            foreach (var row in rows)
            {
                _duplicates += row == last ? 1 : 0;
                _changes += row.Status == last?.Status ? 0 : 1;
                last = row;
            }

            _kept.Add(last!);
        }
    }

    public Task DisposeAsync()
    {
        _models.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Models_agree_with_plain_loops()
    {
        var accepted = _files.Sum(file => file.Length);

        Assert.Equal(
            [Text(accepted, _kept.Count, accepted - _kept.Count - _duplicates, _duplicates)],
            await _models.RowsAsync("stg_duff_ledger", "SUM(accepted), SUM(kept), SUM(superseded), SUM(duplicates)"));
        Assert.Equal([Text(_changes)], await _models.RowsAsync("order_status_history", "COUNT(*)"));
        Assert.Equal(
            _kept.OrderBy(row => row.Order).Select(row => Text(row.Order, row.Client, row.Product, row.Channel, row.Status, row.Units)),
            await _models.RowsAsync("fact_orders", "order_id, client_id, product_id, channel, status, ccf"));
        Assert.Equal(Measured(row => row.Client), await MeasuresAsync("client_sales", "client_id"));
        Assert.Equal(Measured(row => row.Product), await MeasuresAsync("product_sales", "product_id"));
        Assert.Equal(Measured(row => row.Channel), await MeasuresAsync("channel_sales", "channel"));
        Assert.Equal(
            _kept.Select(row => (row.Product, row.Channel)).Distinct().Count(),
            (await MeasuresAsync("product_channel_sales", "product_id, channel")).Length);
        Assert.Empty(await _models.FailedAuditsAsync());
    }

    [Fact]
    public async Task Shares_sum_to_one_and_classes_follow_ranks()
    {
        Assert.Equal(["1.000000"], await _models.RowsAsync("client_sales", "CAST(SUM(share) AS DECIMAL(9,6))"));
        Assert.Equal(["1.000000"], await _models.RowsAsync("product_channel_sales", "CAST(SUM(share) AS DECIMAL(9,6))"));

        var classes = (await _models.RowsAsync("client_sales", "rank, abc_class")).Select(row => row[^1]).ToArray();
        Assert.Equal(classes.Order(), classes);
        Assert.Equal(['A', 'B', 'C'], classes.Distinct());
    }

    string[] Measured<TKey>(Func<OrderRow, TKey> keyOf) =>
    [
        .. from rows in _kept.GroupBy(keyOf)
           orderby rows.Key
           let broken = rows.Where(row => row.Status == "broken").ToList()
           let gross = rows.Sum(Value)
           select Text(
               rows.Key!,
               rows.Count(),
               rows.Sum(row => row.Units),
               rows.Sum(row => row.Volume * row.Units),
               gross,
               broken.Count,
               broken.Sum(Value),
               gross - broken.Sum(Value)),
    ];

    Task<string[]> MeasuresAsync(string model, string by) =>
        _models.RowsAsync(
            model, $"{by}, orders, units, CAST(litres AS DECIMAL(18,2)), gross_sales, broken_orders, broken_value, net_sales");

    static decimal Value(OrderRow row) => row.Price * row.Units;

    static string Text(params object[] cells) =>
        string.Join(
            ' ',
            cells.Select(
                cell =>
                    cell is decimal number
                        ? number.ToString("0.00", CultureInfo.InvariantCulture)
                        : Convert.ToString(cell, CultureInfo.InvariantCulture)));

    static OrderRow[][] Files(int seed)
    {
        var random = new Random(seed);
        var sent = new List<OrderRow>();
        for (var index = 0; index < 400; index++)
        {
            var isRepeat = sent.Count > 0 && random.Next(5) == 0;
            sent.Add(isRepeat ? sent[random.Next(Math.Max(0, sent.Count - 3), sent.Count)] : Next(random));
        }

        return [.. sent.Chunk(150)];
    }

    static OrderRow Next(Random random)
    {
        var order = random.Next(1, 150);
        var product = 100 + (order * 7 % 9);
        return new(order, order % 17, string.Create(CultureInfo.InvariantCulture, $"Client {order % 13}"))
        {
            Product = product,
            Description = string.Create(CultureInfo.InvariantCulture, $"Duff {product}"),
            Price = 1.25m + (random.Next(4) * 0.25m),
            Units = random.Next(1, 30),
            Channel = s_channels[order % 4],
            Status = s_statuses[random.Next(3)],
        };
    }
}
