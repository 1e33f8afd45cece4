using System.Net;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Reports;

public sealed class ReportTests(Published published) : IClassFixture<Published>
{
    readonly Server _server = published.Server;

    [Fact]
    public async Task A_report_names_its_snapshot_and_has_exact_numbers()
    {
        var answer = await _server.GetAsync("/api/reports/sales-by-product");

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.MediaType));
        var row = Assert.Single(answer.Json.GetProperty("rows").EnumerateArray());
        Assert.Equal(JsonValueKind.Number, row.GetProperty("product_id").ValueKind);
        Assert.Matches(@"^\d+\.\d{2}$", row.GetProperty("gross_sales").GetRawText());
        var snapshots = (await _server.GetAsync("/api/snapshots")).Json;
        Assert.Equal(snapshots.GetProperty("shown").GetString(), answer.Json.GetProperty("snapshot").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Pages_follow_each_other_by_their_links_and_miss_nothing()
    {
        var (orders, path) = (new List<long>(), "/api/reports/orders-by-client?client_id=1001&limit=17&sort=-total_price");
        while (path is not null)
        {
            var page = (await _server.GetAsync(path)).Json;
            orders.AddRange(page.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("order_id").GetInt64()));
            path = page.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
        }

        Assert.Equal(62, orders.Count);
        Assert.Equal(Enumerable.Range(1, 62).Select(order => (long)order), orders.Order());
    }

    [Theory]
    [InlineData("orders-by-client?client_id=1001&limit=17&sort=-total_price", "order_id,total_price")]
    [InlineData("duff-sales?grain=day&fill=zero&sort=channel", "net_sales,period_start")]
    public async Task Chosen_columns_have_the_values_that_they_have_among_all_also_on_the_next_page(string report, string columns)
    {
        var (all, some) = ((string?)$"/api/reports/{report}", (string?)$"/api/reports/{report}&columns={columns}");
        do
        {
            var (whole, chosen) = ((await _server.GetAsync(all!)).Json, (await _server.GetAsync(some!)).Json);
            Assert.NotEmpty(whole.GetProperty("rows").EnumerateArray());
            Assert.Equal(
                whole.GetProperty("rows").EnumerateArray().Select(
                    row => string.Join(' ', columns.Split(',').Select(column => row.GetProperty(column).GetRawText()))),
                chosen.GetProperty("rows").EnumerateArray().Select(
                    row => string.Join(' ', row.EnumerateObject().Select(cell => cell.Value.GetRawText()))));
            Assert.Equal(
                columns, string.Join(',', chosen.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name"))));
            (all, some) = (Next(whole), Next(chosen));
        }
        while (all is not null);
        Assert.Null(some);

        static string? Next(JsonElement page) => page.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
    }

    [Theory]
    [InlineData("/api/reports/orders.csv")]
    [InlineData("/api/reports/orders?format=csv")]
    public async Task As_CSV_all_rows_come_with_formulas_guarded_and_the_snapshot_named(string path)
    {
        var answer = await _server.GetAsync(path);
        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/csv", answer.MediaType);
        Assert.Equal(63, lines.Length);
        Assert.StartsWith("order_id,client_id,", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.DoesNotContain(",=", line, StringComparison.Ordinal));
        var snapshot = (await _server.GetAsync("/api/snapshots")).Json.GetProperty("shown").GetString();
        Assert.Equal(snapshot, answer.Header("DuffBeer-Snapshot"));
        Assert.Contains($"orders-{snapshot}.csv", answer.Header("Content-Disposition"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CSV_names_its_report_and_filters()
    {
        var answer = await _server.GetAsync("/api/reports/orders.csv?status=broken&channel=x%27%20OR%20%271%27%3D%271");

        Assert.Equal("orders", answer.Header("DuffBeer-Report"));
        Assert.Equal("status=broken&channel=x%27%20OR%20%271%27%3D%271", answer.Header("DuffBeer-Filters"));
        Assert.Contains(
            "filename=\"orders-status=broken_channel=x-OR-1-=-1-", answer.Header("Content-Disposition"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_says_how_many_rows_all_pages_have()
    {
        Assert.Equal(62, (await _server.GetAsync("/api/reports/orders")).Json.GetProperty("totalRows").GetInt64());
        var (path, pages) = ("/api/reports/orders?limit=20&sort=-total_price", 0);
        while (path is not null)
        {
            var page = (await _server.GetAsync(path)).Json;
            Assert.Equal(62, page.GetProperty("totalRows").GetInt64());
            Assert.Equal(
                """[{"column":"total_price","descending":true},{"column":"order_id","descending":false}]""",
                page.GetProperty("sort").GetRawText());
            path = page.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
            pages++;
        }

        Assert.Equal(4, pages);
    }

    [Fact]
    public async Task The_listing_and_each_answer_describe_columns_alike()
    {
        var listing = (await _server.GetAsync("/api/reports")).Json.GetProperty("reports").EnumerateArray().ToDictionary(
            report => report.GetProperty("name").GetString()!);
        foreach (var (name, listed) in listing)
        {
            var answer = (await _server.GetAsync($"/api/reports/{name}{(name == "orders-by-client" ? "?client_id=1001" : "")}")).Json;
            Assert.True(JsonElement.DeepEquals(listed.GetProperty("columns"), answer.GetProperty("columns")), name);
            Assert.Equal(listed.GetProperty("description").GetString(), answer.GetProperty("description").GetString());
            Assert.Equal(listed.GetProperty("chart").GetString(), answer.GetProperty("chart").GetString());
        }

        var channel = listing["orders"].GetProperty("parameters").EnumerateArray().Single(
            parameter => parameter.GetProperty("name").GetString() == "channel");
        Assert.Equal("/api/reports/orders/values/channel", channel.GetProperty("values").GetString());
    }

    [Fact]
    public async Task An_older_snapshot_can_be_read_by_its_id()
    {
        await using var server = await Server.StartAsync();
        await server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(3) + Csv.Row(1, status: "broken"));
        await server.RefreshAsync();
        var first = await server.GetAsync("/api/reports/orders");
        var snapshot = first.Json.GetProperty("snapshot").GetProperty("id").GetString()!;
        Assert.Equal(
            """[{"rule":"superseded","lines":1,"description":"Earlier states of orders that came again"}]""",
            first.Json.GetProperty("leftOut").GetRawText());
        await server.IngestAsync("duff/orders/b.csv", Csv.Header + Csv.Rows(2, first: 100));
        await server.RefreshAsync();

        Assert.Equal(5, (await server.GetAsync("/api/reports/orders")).Json.GetProperty("totalRows").GetInt64());
        Assert.Equal(first.Text, (await server.GetAsync($"/api/reports/orders?snapshot={snapshot}")).Text);
        var csv = await server.GetAsync($"/api/reports/orders.csv?snapshot={snapshot}");
        Assert.Equal(4, csv.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(snapshot, csv.Header("DuffBeer-Snapshot"));
        var values = (await server.GetAsync($"/api/reports/orders/values/product_id?snapshot={snapshot}")).Json;
        Assert.Equal(snapshot, values.GetProperty("snapshot").GetString());
        await server.Lake.DeleteAsync($"snapshots/{snapshot}.json", default);
        var page = $"/api/reports/orders?limit=1&snapshot=20200101T000000000Z";
        Assert.Equal("Gone", (await server.GetAsync(page)).Problem(HttpStatusCode.Gone));
        Assert.Equal("NotFound", (await server.GetAsync("/api/reports/orders?snapshot=none")).Problem(HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("orders/values/status", "created delivered broken", true)]
    [InlineData("orders/values/product_id?q=DUFF", "102", true)]
    [InlineData("orders/values/product_id?q=2", "102", true)]
    [InlineData("orders/values/product_id?q=beer", "", true)]
    [InlineData("orders/values/channel?limit=2", "B2B Online", false)]
    public async Task Values_to_choose_from_are_found_by_value_or_label(string path, string values, bool isComplete)
    {
        var answer = (await _server.GetAsync($"/api/reports/{path}")).Json;

        Assert.Equal(
            values,
            string.Join(' ', answer.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("value").GetString())));
        Assert.Equal(isComplete, answer.GetProperty("isComplete").GetBoolean());
    }

    [Fact]
    public async Task Before_the_first_snapshot_only_listed_values_can_be_chosen()
    {
        await using var server = await Server.StartAsync();

        Assert.Equal(3, (await server.GetAsync("/api/reports/orders/values/status")).Json.GetProperty("values").GetArrayLength());
        var products = (await server.GetAsync("/api/reports/orders/values/product_id")).Json;
        Assert.Equal(JsonValueKind.Null, products.GetProperty("snapshot").ValueKind);
        Assert.Empty(products.GetProperty("values").EnumerateArray());
    }

    [Theory]
    [InlineData("reports")]
    [InlineData("models")]
    [InlineData("models/fact_orders")]
    [InlineData("lineage")]
    [InlineData("datasets")]
    [InlineData("datasets/duff_orders")]
    [InlineData("runs")]
    [InlineData("reports/orders/values/channel")]
    public async Task A_list_that_the_caller_has_is_304(string path)
    {
        var first = await _server.GetAsync($"/api/{path}");

        Assert.NotEqual("", first.Header("ETag"));
        Assert.Equal(
            HttpStatusCode.NotModified, (await _server.GetAsync($"/api/{path}", ("If-None-Match", first.Header("ETag")))).Status);
        Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync($"/api/{path}", ("If-None-Match", "\"other\""))).Status);
    }

    [Fact]
    public async Task Accept_asks_for_CSV_too_and_a_limit_is_kept()
    {
        var answer = await _server.GetAsync("/api/reports/orders?limit=5", ("Accept", "text/csv"));

        Assert.Equal("text/csv", answer.MediaType);
        Assert.Equal(6, answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task An_answer_that_the_caller_has_is_304_and_other_parameters_are_other_answers()
    {
        var first = await _server.GetAsync("/api/reports/orders?status=created");
        var tag = first.Header("ETag");

        var again = await _server.GetAsync("/api/reports/orders?status=created", ("If-None-Match", $"\"other\", W/{tag}"));
        Assert.Equal(HttpStatusCode.NotModified, again.Status);
        Assert.Empty(again.Body);
        Assert.Equal(tag, again.Header("ETag"));
        string[] others = ["orders?status=broken", "orders?status=created&limit=5", "orders?status=created&sort=-order_id", "order-status"];
        foreach (var other in others)
            Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync($"/api/reports/{other}", ("If-None-Match", tag))).Status);
    }

    [Fact]
    public async Task Neither_304_nor_a_kept_answer_asks_the_engine()
    {
        await using var server = await Server.StartAsync();
        await server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(3));
        await server.RefreshAsync();
        var first = await server.GetAsync("/api/reports/order-status");
        await foreach (var part in server.Lake.ListAsync("marts/", default))
            await server.Lake.DeleteAsync(part.Key, default);

        Assert.Equal(
            HttpStatusCode.NotModified,
            (await server.GetAsync("/api/reports/order-status", ("If-None-Match", first.Header("ETag")))).Status);
        Assert.Equal(first.Text, (await server.GetAsync("/api/reports/order-status")).Text);
        // Whatever does need the engine fails now.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.GetAsync("/api/reports/order-status?limit=7")).Status);
    }

    [Fact]
    public async Task Before_the_first_snapshot_a_report_has_none_and_no_rows()
    {
        await using var server = await Server.StartAsync();
        var answer = await server.GetAsync("/api/reports/order-status");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("snapshot").ValueKind);
        Assert.Empty(answer.Json.GetProperty("rows").EnumerateArray());
        Assert.Equal("", (await server.GetAsync("/api/reports/order-status.csv")).Header("DuffBeer-Snapshot"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_large_answer_is_compressed_where_the_caller_takes_that(string coding)
    {
        var plain = await _server.GetAsync("/api/reports/orders");
        var packed = await _server.GetAsync("/api/reports/orders", ("Accept-Encoding", coding));

        Assert.Equal(coding, packed.Header("Content-Encoding"));
        Assert.True(packed.Body.Length * 3 < plain.Body.Length);
        Assert.Equal(plain.Text, Unpack.Text(packed));
        Assert.NotEqual(plain.Header("ETag"), packed.Header("ETag"));
        Assert.Equal(
            HttpStatusCode.NotModified, (await _server.GetAsync("/api/reports/orders", ("If-None-Match", packed.Header("ETag")))).Status);
        Assert.Contains("Accept-Encoding", plain.Header("Vary"), StringComparison.Ordinal);
        var csv = await _server.GetAsync("/api/reports/orders.csv", ("Accept-Encoding", coding));
        Assert.Equal((await _server.GetAsync("/api/reports/orders.csv")).Text, Unpack.Text(csv));
    }

    [Theory]
    [InlineData("/api/client-orders", "client-orders")]
    [InlineData("/api/client-orders?resource=client_orders&client_id=1001", "client-orders")]
    [InlineData("/api/client-orders?resource=status_summary", "order-status")]
    [InlineData("/api/client-orders?resource=orders_by_client&client_id=1001", "orders-by-client")]
    [InlineData("/api/orders/1001?status=broken", "orders-by-client")]
    [InlineData("/api/sales-by-product", "sales-by-product")]
    [InlineData("/api/order-status-report", "order-status")]
    [InlineData("/api/clients/top?n=1", "top-clients")]
    [InlineData("/api/orders?status=created", "orders")]
    public async Task Short_addresses_answer_their_reports(string path, string report)
    {
        var answer = await _server.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(report, answer.Json.GetProperty("report").GetString());
        Assert.NotEmpty(answer.Json.GetProperty("rows").EnumerateArray());
    }

    [Fact]
    public async Task An_unknown_client_is_404_and_one_without_such_orders_is_not()
    {
        Assert.Equal("NotFound", (await _server.GetAsync("/api/orders/77")).Problem(HttpStatusCode.NotFound));
        Assert.Empty((await _server.GetAsync("/api/orders/1001?status=delivered")).Json.GetProperty("rows").EnumerateArray());
    }
}
