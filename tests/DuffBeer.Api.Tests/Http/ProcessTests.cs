using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Http;

/// <summary>The server as people run it: a process that is stopped with Ctrl-C.</summary>
public sealed partial class ProcessTests : IDisposable
{
    readonly TemporaryFolder _home = new();
    readonly Collector _collector = new();

    public void Dispose()
    {
        _collector.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task Traces_metrics_and_logs_go_to_the_collector_that_the_environment_names()
    {
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf"
        };
        using var server = await ServeProcess.StartAsync(environment, "serve", "--port", "0", "--home", _home.Path);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync("/api/reports/order-status")).StatusCode);
        await IngestAsync(server);
        // A run is logged just after its end can be seen; logs are sent every few seconds.
        for (var waited = 0; !_collector.Received.ContainsKey("/v1/logs") && waited < 600; waited++)
            await Task.Delay(100);
        Assert.Equal(0, await server.StopAsync());

        Assert.Contains("/reports/order-status", _collector.Received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("TransformChunk", _collector.Received["/v1/traces"], StringComparison.Ordinal);
        string[] metrics =
        [
            "duffbeer.request_seconds", "duffbeer.rows", "duffbeer.rejects", "duffbeer.bytes_read", "duffbeer.chunk_seconds",
            "duffbeer.queue_depth",
        ];
        foreach (var metric in metrics)
            Assert.Contains(metric, _collector.Received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("rows accepted", _collector.Received["/v1/logs"], StringComparison.Ordinal);
        // Ids and counts, never cells.
        Assert.All(_collector.Received.Values, sent => Assert.DoesNotContain("Moe's", sent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_sent()
    {
        using var server = await ServeProcess.StartAsync(new Dictionary<string, string>(), "serve", "--port", "0", "--home", _home.Path);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync("/api/health/ready")).StatusCode);
        await AssertServesItsFilesAsync(server.Http);
        var url = server.Http.BaseAddress!.ToString();
        var ready = await DuffBeerProgram.CallAsync(["health", url]);
        Assert.Equal((0, ""), (ready.Code, ready.Error));
        Assert.StartsWith("ready", ready.Out, StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());

        Assert.Empty(_collector.Received);
        var gone = await DuffBeerProgram.CallAsync(["health", url]);
        Assert.Equal(4, gone.Code);
        Assert.Contains($"No 'duffbeer serve' answers at {url}", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_ends_serving_and_says_where()
    {
        using var server = await ServeProcess.StartAsync(
            new Dictionary<string, string>(), "demo", "--rows", "500", "--port", "0", "--home", _home.Path);

        var report = await server.Http.GetStringAsync("/api/reports/sales-by-product");
        Assert.Contains("gross_sales", report, StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_a_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var (error, code) = await ServeProcess.FailAsync("serve", "--port", port, "--home", _home.Path);

        Assert.NotEqual(0, code);
        Assert.Contains("choose another port", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    /// <summary>The pages with their scripts, the page to try the API on, and its description.</summary>
    static async Task AssertServesItsFilesAsync(HttpClient http)
    {
        var shell = await http.GetStringAsync("/");
        foreach (var asset in Assets().Matches(shell).Select(match => match.Value).Distinct().ToList())
            Assert.NotEmpty(await http.GetByteArrayAsync(asset));
        Assert.Matches(Assets(), shell);
        Assert.Contains("docs.js", await http.GetStringAsync("/api/docs"), StringComparison.Ordinal);
        Assert.Contains("sales-by-product", await http.GetStringAsync("/api/openapi.json"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"/assets/[\w.-]+\.(js|css)")]
    private static partial Regex Assets();

    async Task IngestAsync(ServeProcess server)
    {
        var path = Path.Combine(_home.Path, "landing/duff/orders/a.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, Csv.Header + Csv.Rows(3) + Csv.Row(4, price: "x"));
        using var body = new StringContent(S3Event.Of("duff/orders/a.csv"), System.Text.Encoding.UTF8, "application/json");
        var accepted = await server.Http.PostAsync("/api/events/s3", body);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        while (!(await server.Http.GetStringAsync("/api/runs")).Contains("\"Completed\"", StringComparison.Ordinal))
            await Task.Delay(50);
    }
}
