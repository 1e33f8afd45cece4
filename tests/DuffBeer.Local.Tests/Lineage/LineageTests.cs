using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using DuffBeer.Local.Tests.Commands;
using DuffBeer.Local.Tests.Workspaces;

namespace DuffBeer.Local.Tests.Lineage;

/// <summary>Events of OpenLineage from the command line.</summary>
public sealed class LineageTests : IDisposable
{
    readonly OwnProject _project = new OwnProject().WithDefinitions();

    public LineageTests()
    {
        _project.Variables["Lineage__File"] = _project["lineage/events.jsonl"];
        _project.Variables["Lineage__Namespace"] = "tests";
    }

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task An_ingest_and_its_refresh_say_what_they_read_and_wrote()
    {
        Assert.Equal(0, (await IngestAsync("things.csv")).Code);
        var events = Events();

        Assert.Empty(events.SelectMany(LineageRules.Broken));
        Assert.All(events, lineage => Assert.Equal("tests", lineage.GetProperty("job").GetProperty("namespace").GetString()));
        Assert.Equal(
            [
                "START ingest.things", "COMPLETE ingest.things", "START refresh", "START model.things_named", "COMPLETE model.things_named",
                "START audit.things_named", "COMPLETE audit.things_named", "COMPLETE refresh",
            ],
            events.Select(Name));
        var ingest = events[1];
        Assert.Equal(_project["things.csv"], ingest.GetProperty("inputs")[0].GetProperty("name").GetString());
        var table = ingest.GetProperty("outputs")[0];
        Assert.Equal(_project["home/lake/tables/things"], table.GetProperty("name").GetString());
        Assert.Equal(2, table.GetProperty("outputFacets").GetProperty("outputStatistics").GetProperty("rowCount").GetInt64());
        Assert.Equal("thing_id", Source(table, "thing_id"));
        Assert.Equal(["True", "True"], events[6].GetProperty("inputs")[0].GetProperty("inputFacets").GetProperty("dataQualityAssertions")
            .GetProperty("assertions").EnumerateArray().Select(assertion => assertion.GetProperty("success").ToString()));
        Assert.Equal(
            RunOf(events[2]),
            events[4].GetProperty("run").GetProperty("facets").GetProperty("parent").GetProperty("run").GetProperty("runId").GetString());
        Assert.Equal(_project["home/lake/tables/things"], events[4].GetProperty("inputs")[0].GetProperty("name").GetString());
        Assert.Equal(4, events.Select(RunOf).Distinct().Count());
    }

    [Fact]
    public async Task A_failure_is_told_without_cells()
    {
        _project.Write("bad.csv", "thing_id,name\nsecret-1,x\nsecret-2,y\n");
        var run = await IngestAsync("bad.csv");
        _project.Write("empty.csv", "thing_id,name\n7,good\n8,\"\"\n");
        _project.Change("mine/audits/no_empty_name.sql", "name = ''", "name = 'good'");
        var refresh = await IngestAsync("empty.csv");

        Assert.Equal((3, 1), (run.Code, refresh.Code));
        var failed = Events().Where(lineage => Name(lineage).StartsWith("FAIL", StringComparison.Ordinal)).ToList();
        Assert.Equal(["FAIL ingest.things", "FAIL audit.things_named", "FAIL refresh"], failed.Select(Name));
        Assert.All(failed, lineage => Assert.Contains("errorMessage", lineage.GetRawText(), StringComparison.Ordinal));
        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(_project["lineage/events.jsonl"]), StringComparison.Ordinal);
        Assert.DoesNotContain("name = good", await File.ReadAllTextAsync(_project["lineage/events.jsonl"]), StringComparison.Ordinal);
        Assert.Contains("\"success\":false", failed[1].GetRawText(), StringComparison.Ordinal);
        Assert.Empty(Events().SelectMany(LineageRules.Broken));
    }

    [Fact]
    public async Task A_collector_that_does_not_answer_fails_no_run_and_its_loss_is_reported()
    {
        _project.Variables["Lineage__Url"] = "http://127.0.0.1:9/api/v1/lineage";

        var ingest = await IngestAsync("things.csv", "--no-refresh");

        Assert.Equal(0, ingest.Code);
        Assert.Contains("of lineage was dropped: http://127.0.0.1:9/", ingest.Error, StringComparison.Ordinal);
        Assert.Equal(2, Events().Count);
    }

    [Fact]
    public async Task A_collector_gets_each_event_by_post_with_the_key()
    {
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}/api/v1/lineage/";
        collector.Prefixes.Add(address);
        collector.Start();
        var received = ReceiveAsync(collector, 2);
        (_project.Variables["Lineage__Url"], _project.Variables["Lineage__ApiKey"]) = (address, "key-1");

        var ingest = await IngestAsync("things.csv", "--no-refresh");

        Assert.Equal(0, ingest.Code);
        Assert.Equal(
            ["POST application/json; charset=utf-8 Bearer key-1 START", "POST application/json; charset=utf-8 Bearer key-1 COMPLETE"],
            await received);
        Assert.DoesNotContain("dropped", ingest.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_settings_stop_the_command()
    {
        _project.Variables["Lineage__Url"] = "collector";

        var ingest = await IngestAsync("things.csv");

        Assert.Equal(2, ingest.Code);
        Assert.Contains("Lineage__Url must be an http address", ingest.Error, StringComparison.Ordinal);
    }

    Task<Call> IngestAsync(string file, params string[] more) =>
        _project.CallAsync(["ingest", _project[file], "--dataset", "things", "--definitions", _project["mine"], "--only", .. more]);

    List<JsonElement> Events() =>
        [.. File.ReadAllLines(_project["lineage/events.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement)];

    static string Name(JsonElement lineage) =>
        $"{lineage.GetProperty("eventType").GetString()} {lineage.GetProperty("job").GetProperty("name").GetString()}";

    static string RunOf(JsonElement lineage) => lineage.GetProperty("run").GetProperty("runId").GetString()!;

    static string Source(JsonElement table, string column) => table.GetProperty("facets").GetProperty("columnLineage")
        .GetProperty("fields").GetProperty(column).GetProperty("inputFields")[0].GetProperty("field").GetString()!;

    static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static async Task<IReadOnlyList<string>> ReceiveAsync(HttpListener collector, int count)
    {
        var received = new List<string>();
        while (received.Count < count)
        {
            var call = await collector.GetContextAsync();
            using var body = await JsonDocument.ParseAsync(call.Request.InputStream);
            received.Add(
                $"{call.Request.HttpMethod} {call.Request.ContentType} {call.Request.Headers["Authorization"]} "
                    + body.RootElement.GetProperty("eventType").GetString());
            call.Response.StatusCode = 201;
            call.Response.Close(Encoding.UTF8.GetBytes(""), willBlock: false);
        }

        return received;
    }
}
