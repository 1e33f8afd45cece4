using System.Text.Json;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.BadInput;

/// <summary>Reports that are queried wrongly, or too early.</summary>
public sealed class Reports(Reports.Published published) : IClassFixture<Reports.Published>
{
    /// <summary>A home with one published file, for tests that only read.</summary>
    public sealed class Published : IAsyncLifetime
    {
        internal Home Home { get; } = new();

        public async Task InitializeAsync()
        {
            await Home.IngestAsync(
                "orders.csv", Csv.Header + Csv.Row(1) + Csv.Row(2, channel: "x' OR '1'='1") + Csv.Row(3, status: "broken"));
            await Home.RefreshAsync();
        }

        public Task DisposeAsync()
        {
            Home.Dispose();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Before_the_first_snapshot_a_report_fails_and_says_what_to_do()
    {
        using var home = new Home();
        var call = await home.CallAsync("report", "order-status", "--format", "json");

        Assert.Equal(4, call.Code);
        Assert.Contains("duffbeer", call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "'duffbeer reports' lists them", "no-such-report")]
    [InlineData(2, "client_id", "orders-by-client")]
    [InlineData(2, "int64", "orders-by-client", "--param", "client_id=Moe")]
    [InlineData(2, "int64", "orders-by-client", "--param", "client_id=1001; DROP TABLE orders")]
    [InlineData(2, "created, delivered, broken", "orders-by-client", "--param", "client_id=1001", "--param", "status=lost")]
    [InlineData(2, "channel", "order-status", "--param", "color=red")]
    [InlineData(2, "sort", "order-status", "--sort", "status; DROP TABLE orders")]
    [InlineData(2, "1000", "top-clients", "--param", "n=1000000")]
    public async Task A_wrong_query_is_refused_with_what_is_allowed(int code, string says, params string[] arguments)
    {
        var call = await published.Home.CallAsync(["report", .. arguments]);

        Assert.Equal(code, call.Code);
        Assert.Empty(call.Out);
        Assert.Contains(says, call.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("x' OR '1'='1", 1)]
    [InlineData("Retail' OR 'a'='a", 0)]
    [InlineData("Retail'; DROP TABLE fact_orders; --", 0)]
    [InlineData("Retail", 2)]
    public async Task SQL_in_a_value_is_only_a_value(string channel, int orders)
    {
        var report = await published.Home.ReportAsync("orders-by-client", ("client_id", "1001"), ("channel", channel));

        Assert.Equal(orders, report.Rows.Count);
    }
}
