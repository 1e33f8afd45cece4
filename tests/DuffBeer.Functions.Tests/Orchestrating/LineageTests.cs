using System.Text.Json;
using DuffBeer.Functions.Tests.Engine;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>Events of OpenLineage from the cloud host.</summary>
public sealed class LineageTests
{
    [Fact]
    public async Task Runs_refreshes_and_terminations_are_told_to_the_collector()
    {
        var file = Path.GetTempFileName();
        var gate = new Gate(key => key.Contains("/chunks/", StringComparison.Ordinal));
        await using (var cloud = await Cloud.StartAsync(options => options with { LineageFile = file, Around = gate.Around }))
        {
            var run = await cloud.IngestAsync(Cloud.Rows(20), "duff/orders/ended.csv");
            await gate.Reached;
            await cloud.PostAsync($"/api/runs/{run}/terminate");
            gate.Open();
            await cloud.EndOfAsync(run);
            await cloud.EndOfAsync(await cloud.IngestAsync(Cloud.Rows(20)));
            await cloud.EndOfRefreshAsync(await cloud.RefreshAsync());
        }

        var events = (await File.ReadAllLinesAsync(file)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        File.Delete(file);

        Assert.Empty(events.SelectMany(LineageRules.Broken));
        Assert.Equal(["ABORT", "START"], TypesOf("ingest.duff_orders", "duff/orders/ended.csv"));
        Assert.Equal(["COMPLETE", "START"], TypesOf("ingest.duff_orders", "duff/orders/orders.csv"));
        Assert.Equal(["COMPLETE", "START"], TypesOf("refresh", null));
        Assert.Contains(events, found => JobOf(found).StartsWith("model.", StringComparison.Ordinal)
            && found.GetProperty("outputs")[0].GetProperty("namespace").GetString() == "s3://lake");

        IEnumerable<string> TypesOf(string job, string? input) => events
            .Where(found => JobOf(found) == job
                && (input is null || found.GetProperty("inputs")[0].GetProperty("name").GetString() == input))
            .Select(found => found.GetProperty("eventType").GetString()!).Distinct().Order();
    }

    static string JobOf(JsonElement lineage) => lineage.GetProperty("job").GetProperty("name").GetString()!;
}
