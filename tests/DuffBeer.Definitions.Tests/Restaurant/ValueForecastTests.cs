using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Restaurant;

/// <summary>From orders to forecasts, through the shipped models; the mathematics has its own tests in the core.</summary>
public sealed class ValueForecastTests : IDisposable
{
    static readonly SqlDefinitions s_definitions = SqlDefinitions.Load(DefinitionFolder.Default, ShippedContracts.All);
    static readonly string[] s_chain = ["customer_purchases", "clv_fit", "customer_value_forecast"];
    static readonly DateOnly s_asOf = new(2024, 12, 31);

    readonly TestLake _lake = new();
    readonly Dictionary<string, Relation> _models = [];

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Orders_of_one_day_are_one_purchase_and_the_first_day_is_no_repeat()
    {
        await BuildAsync(least: 2,
        [
            ("ann", new(2024, 1, 1), 100m), ("ann", new(2024, 1, 1), 5m), ("ann", new(2024, 1, 11), 10m), ("ann", new(2024, 1, 31), 12m),
            ("ann", new(2024, 1, 31), 8m),
            ("bob", new(2024, 12, 31), 7m),
        ]);

        Assert.Equal(
            ["ann 2 30 365 15.00", "bob 0 0 0 null"],
            await RowsAsync(
                "SELECT customer_id || ' ' || repeats || ' ' || recency_days || ' ' || age_days || ' ' || " +
                "COALESCE(CAST(mean_repeat_spend AS VARCHAR), 'null') FROM customer_purchases ORDER BY 1"));
    }

    [Fact]
    public async Task Too_few_customers_leave_empty_forecasts_and_say_why()
    {
        await BuildAsync(least: 2, [("ann", new(2024, 1, 1), 10m), ("ann", new(2024, 3, 1), 10m), ("bob", new(2024, 5, 1), 7m)]);

        Assert.Equal(
            ["Too little data: 1 of 2 customers came back, and a forecast needs 2. Ingest more orders, or lower the setting."],
            await RowsAsync("SELECT note FROM clv_fit WHERE NOT is_fitted AND r IS NULL"));
        Assert.Equal(
            ["2"],
            await RowsAsync(
                "SELECT CAST(COUNT(*) AS VARCHAR) FROM customer_value_forecast WHERE expected_orders_90_days IS NULL AND " +
                "expected_spend_365_days IS NULL"));
    }

    [Fact]
    public async Task Models_are_built_even_without_orders()
    {
        await BuildAsync(least: 100, []);

        Assert.Equal(["0"], await RowsAsync("SELECT CAST(customers AS VARCHAR) FROM clv_fit WHERE NOT is_fitted"));
        Assert.Empty(await RowsAsync("SELECT customer_id FROM customer_value_forecast"));
    }

    [Fact]
    public async Task A_frequent_and_recent_customer_is_expected_to_return()
    {
        // Forty customers of each kind: weekly until the end, weekly until summer, and once.
        await BuildAsync(least: 20,
        [
            .. from kind in new[] { ("faithful", 52, 7), ("gone", 20, 7), ("once", 1, 7), ("slow", 8, 43) }
               from index in Enumerable.Range(0, 40)
               from visit in Enumerable.Range(0, Math.Max(1, kind.Item2 - index % 5))
               select ($"{kind.Item1}{index:00}", new DateOnly(2024, 1, 2).AddDays(visit * kind.Item3), 20m + index + visit % 3),
        ]);

        Assert.Equal(["true true"], await RowsAsync("SELECT is_fitted || ' ' || is_spend_fitted FROM clv_fit"));
        Assert.Equal(
            ["faithful", "slow"],
            await RowsAsync(
                "SELECT DISTINCT regexp_extract(customer_id, '[a-z]+') FROM customer_value_forecast WHERE probability_alive > 0.5 AND " +
                "repeats > 0 ORDER BY 1"));
        Assert.Equal(
            ["true"],
            await RowsAsync(
                "SELECT CAST(expected_spend_90_days BETWEEN 200 AND 350 AS VARCHAR) FROM customer_value_forecast WHERE customer_id = " +
                "'faithful00'"));
        Assert.Empty(await OffendingAsync());
    }

    async Task<IReadOnlyList<string>> OffendingAsync()
    {
        var offending = new List<string>();
        var audits = s_definitions.Audits
            .Where(audit => s_chain.Contains(audit.Model) && !audit.Name.Contains("relates", StringComparison.Ordinal));
        foreach (var audit in audits)
        {
            if ((await _lake.Engine.QueryAsync(audit.Render(Scope(2), limit: 1), default)).Rows.Count > 0)
                offending.Add(audit.Name);
        }

        return offending;
    }

    async Task BuildAsync(int least, IReadOnlyCollection<(string Customer, DateOnly Date, decimal Total)> orders)
    {
        TableColumn[] columns =
        [
            new("customer_id", LogicalType.String),
            new("order_date", LogicalType.Date),
            new("order_total", LogicalType.Decimal(18, 2)),
            new("as_of", LogicalType.Date),
        ];
        var rows = orders.Select(
            order =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"('{order.Customer}', DATE '{order.Date:yyyy-MM-dd}', {order.Total}, DATE '{s_asOf:yyyy-MM-dd}')"))
            .DefaultIfEmpty("(NULL, NULL, NULL, NULL)");
        var sql =
            $"SELECT * FROM (VALUES {string.Join(", ", rows)}) AS orders(customer_id, order_date, order_total, as_of) WHERE customer_id " +
            "IS NOT NULL";
        var written = await _lake.Engine.MaterializeAsync(new(sql, [], []), columns, "marts/customer_orders/v=s1/", [], default);
        _models["customer_orders"] = new("customer_orders", columns, written.Parts);

        foreach (var model in s_chain)
            _models[model] = (await _lake.BuildAsync(s_definitions.Graph[model]!, Scope(least))).ToRelation(model);
    }

    SqlScope Scope(int least) => new(_lake.Engine.Dialect)
    {
        Models = _models,
        Settings = new Dictionary<string, SqlValue> { ["clv_min_customers"] = new(LogicalType.Int32, least) },
    };

    async Task<IEnumerable<string>> RowsAsync(string sql) =>
        (await _lake.Engine.QueryAsync(new(sql, [.. _models.Values], []), default)).Rows.Select(row => (string)row[0]!);
}
