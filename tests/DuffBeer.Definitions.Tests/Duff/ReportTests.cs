using DuffBeer.Core.Failures;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Duff;

public sealed class ReportTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    readonly BuiltModels _models = sample.Models;

    [Fact]
    public async Task A_report_is_json_with_exact_numbers()
    {
        var report = await _models.ReportAsync("sales-by-product", ("product_id", "102"));

        Assert.Equal("""{"product_id":102,"channel":null,"from":null,"to":null}""", report.GetProperty("parameters").GetRawText());
        Assert.Equal("""{"id":"s1","at":"1970-01-01T00:00:00Z"}""", report.GetProperty("snapshot").GetRawText());
        Assert.Equal("2026-11-21", report.GetProperty("asOf").GetString());
        Assert.Equal(
            """{"name":"gross_sales","type":"decimal(18,2)","description":"Value of all orders",""" +
            """ "label":"Gross sales","role":"measure","unit":"money","currency":null,"headline":true}""".TrimStart(),
            report.GetProperty("columns")[5].GetRawText());
        Assert.Equal(
            """{"product_id":102,"description":"Duff Classic","orders":2,"units":12,"litres":3.960,"gross_sales":30.00""" +
            ""","broken_orders":0,"broken_value":0.00,"broken_rate":0,"net_sales":30.00,"share":0.2,"rank":2}""",
            report.GetProperty("rows")[0].GetRawText());
        Assert.False(report.TryGetProperty("nextLink", out _));
    }

    [Theory]
    [InlineData("client-orders", "", 5)]
    [InlineData("client-orders", "abc_class=b", 2)]
    [InlineData("orders-by-client", "client_id=1001", 1)]
    [InlineData("orders-by-client", "client_id=1001;status=broken", 0)]
    [InlineData("sales-by-product", "", 4)]
    [InlineData("sales-by-channel", "channel=B2B", 1)]
    [InlineData("product-channel", "product_id=102", 2)]
    [InlineData("order-status", "", 3)]
    [InlineData("order-status", "channel=Online", 3)]
    [InlineData("order-status", "channel=none' OR '1'='1", 0)]
    [InlineData("price-history", "product_id=105", 1)]
    [InlineData("top-clients", "n=2", 2)]
    [InlineData("top-clients", "n=3", 4)]
    public async Task A_report_answers(string name, string parameters, int rows)
    {
        var given = parameters.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(
            pair => (pair[..pair.IndexOf('=')], pair[(pair.IndexOf('=') + 1)..]));

        Assert.Equal(rows, (await _models.ReportAsync(name, [.. given])).GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task Pages_follow_each_other_until_the_last_one()
    {
        var seen = new List<long>();
        ReportContinuation? next = null;
        do
        {
            (string, string)[] page = next is null ? [("limit", "2")] : [("limit", "2"), ("next", next.Write())];
            var result = await _models.AskAsync("client-orders", [("sort", "-gross_sales"), .. page]);
            seen.AddRange(result.Rows.Select(row => (long)row[0]!));
            next = result.Next;
        }
        while (next is not null);

        Assert.Equal([1004, 1002, 1003, 1001, 1005], seen);
    }

    [Fact]
    public async Task A_value_that_is_not_allowed_is_refused_with_the_allowed_ones()
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(
            () => _models.AskAsync("orders-by-client", ("client_id", "1001"), ("status", "lost")));

        Assert.Equal(ProblemCode.BadRequest, failure.Code);
        Assert.Contains("status must be one of created, delivered, broken, not 'lost'", failure.Message, StringComparison.Ordinal);
    }
}
