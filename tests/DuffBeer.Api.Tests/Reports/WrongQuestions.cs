using System.Net;
using System.Reflection;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Api.Tests.Reports;

/// <summary>Reports that are asked for wrongly, or with bad intent.</summary>
public sealed class WrongQuestions(Published published) : IClassFixture<Published>
{
    static readonly string[] s_attacks =
    [
        "1; DROP TABLE fact_orders", "1 OR 1=1", "x' OR '1'='1", "'; DELETE FROM fact_orders; --",
        "1) UNION SELECT * FROM read_csv('/etc/passwd') --",
        "{{ ref('fact_orders') }}", "?", "$1", "\0", "../../etc/passwd", "🍺", "%27%20OR%201=1",
    ];

    readonly Server _server = published.Server;

    [Theory]
    [InlineData("orders-by-client", "client_id", "required")]
    [InlineData("orders-by-client?client_id=Moe", "client_id", "int64")]
    [InlineData("orders-by-client?client_id=1001&status=lost", "status", "created, delivered, broken")]
    [InlineData("order-status?color=red", "color", "there is no parameter")]
    [InlineData("orders?sort=secret", "sort", "order_id")]
    [InlineData("orders?sort=status;DROP", "sort", "order_id")]
    [InlineData("orders?limit=0", "limit", "10000")]
    [InlineData("orders?limit=1000000", "limit", "10000")]
    [InlineData("orders?limit=ten", "limit", "10000")]
    [InlineData("orders?next=zzz", "next", "unchanged")]
    [InlineData("orders?status=created&status=broken", "status", "twice")]
    [InlineData("orders?format=xml", "format", "csv")]
    [InlineData("top-clients?n=1000000", "n", "1000")]
    public async Task A_wrong_question_is_400_and_names_the_parameter_and_what_is_allowed(string question, string parameter, string says)
    {
        var answer = await _server.GetAsync($"/api/reports/{question}");

        Assert.Equal("BadRequest", answer.Problem(HttpStatusCode.BadRequest));
        Assert.Contains(says, answer.Json.GetProperty("errors").GetProperty(parameter)[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_report_is_404_with_those_that_there_are()
    {
        var answer = await _server.GetAsync("/api/reports/no-such-report");

        Assert.Equal("NotFound", answer.Problem(HttpStatusCode.NotFound));
        Assert.Contains("sales-by-product", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Injection_into_every_parameter_of_every_report_is_refused_or_harmless()
    {
        var before = (await _server.GetAsync("/api/reports/orders?limit=10000")).Text;
        var reports = (await _server.GetAsync("/api/reports")).Json.GetProperty("reports").EnumerateArray().ToList();
        Assert.NotEmpty(reports);
        var (asked, turn) = (0, 0);
        foreach (var report in reports)
        {
            string[] names =
            [
                .. report.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!),
                "sort",
                "limit",
                "next",
                "format",
                "snapshot",
                "fill",
                "x",
            ];
            var needed = report.GetProperty("name").GetString() == "orders-by-client" ? "client_id=1001&" : "";
            foreach (var name in names)
            {
                foreach (var attack in Law.Some(s_attacks, turn++))
                {
                    var rest = name == "client_id" ? "" : needed;
                    var answer = await _server.GetAsync(
                        $"/api/reports/{report.GetProperty("name").GetString()}?{rest}{name}={Uri.EscapeDataString(attack)}");
                    asked++;
                    // A text is a value like any other: no row has it, but for the channel that is called so.
                    if (answer.Status == HttpStatusCode.OK)
                        Assert.True(
                            answer.Json.GetProperty("rows")
                                .GetArrayLength() == (
                                    attack == "x' OR '1'='1" && name == "channel" ? answer.Json.GetProperty("rows").GetArrayLength() : 0),
                            $"{report} {name} {attack}: {answer.Text}");
                    else if (name == "snapshot")
                        Assert.Equal("NotFound", answer.Problem(HttpStatusCode.NotFound));
                    else
                        Assert.Equal("BadRequest", answer.Problem(HttpStatusCode.BadRequest));
                }
            }
        }

        foreach (var attack in s_attacks)
        {
            var path = $"/api/reports/orders/values/product_id?q={Uri.EscapeDataString(attack)}";
            var answer = await _server.GetAsync(path);
            if (answer.Status == HttpStatusCode.OK)
                Assert.Empty(answer.Json.GetProperty("values").EnumerateArray());
            else
                Assert.Equal("BadRequest", answer.Problem(HttpStatusCode.BadRequest));
        }

        Assert.True(asked > Law.Of(1_500), $"Only {asked} attacks.");
        Assert.Equal(before, (await _server.GetAsync("/api/reports/orders?limit=10000")).Text);
    }

    [Fact]
    public async Task Injection_into_the_reports_of_all_domains_is_refused_or_finds_what_any_unknown_value_finds()
    {
        await using var server = await Server.StartAsync(definitions: DefinitionFolder.Default);
        foreach (var (prefix, file) in Samples())
            await server.IngestAsync(prefix + Path.GetFileName(file), await File.ReadAllTextAsync(file));
        await server.RefreshAsync();
        var reports = (await server.GetAsync("/api/reports")).Json.GetProperty("reports").EnumerateArray().ToList();
        var (refused, harmless, turn) = (0, 0, 0);
        foreach (var report in reports)
        {
            var path = $"/api/reports/{report.GetProperty("name").GetString()}";
            foreach (var name in report.GetProperty("parameters")
                .EnumerateArray()
                .Select(parameter => parameter.GetProperty("name").GetString()!)
                .Append("sort"))
            {
                foreach (var attack in Law.Some(s_attacks, turn++))
                {
                    var answer = await server.GetAsync($"{path}?{name}={Uri.EscapeDataString(attack)}");
                    if (answer.Status != HttpStatusCode.OK)
                    {
                        Assert.Equal("BadRequest", answer.Problem(HttpStatusCode.BadRequest));
                        refused++;
                        continue;
                    }

                    var unknown = await server.GetAsync($"{path}?{name}=no%20such%20value");
                    Assert.Equal(unknown.Json.GetProperty("rows").GetRawText(), answer.Json.GetProperty("rows").GetRawText());
                    harmless++;
                }
            }
        }

        Assert.True(refused > 100 && harmless > 20, $"{refused} refused, {harmless} harmless");
    }

    static IEnumerable<(string Prefix, string File)> Samples()
    {
        var samples = typeof(WrongQuestions).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "Samples").Value!;
        yield return ("retail/orders/", Path.Combine(samples, "retail", "orders.csv"));
        foreach (var file in new[] { "date_dim", "order_items", "order_item_options" })
            yield return ($"restaurant/{file}/", Path.Combine(samples, "restaurant", $"{file}.csv"));
    }

    [Fact]
    public async Task SQL_in_a_value_finds_the_row_that_has_that_value_and_no_other()
    {
        var answer = await _server.GetAsync($"/api/reports/orders?channel={Uri.EscapeDataString("x' OR '1'='1")}");

        Assert.Equal(61, Assert.Single(answer.Json.GetProperty("rows").EnumerateArray()).GetProperty("order_id").GetInt64());
    }
}
