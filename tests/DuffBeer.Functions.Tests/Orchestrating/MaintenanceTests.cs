using System.Text.Json;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Functions.Tests.Engine;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>A maintenance on the Durable Task engine merges the small files of published runs.</summary>
public sealed class MaintenanceTests
{
    const int Files = 5;

    /// <summary>Blocks a merge when it writes its rows.</summary>
    readonly Gate _gate = new(key => key.Contains("/pack_id=", StringComparison.Ordinal));

    [Fact]
    public async Task Small_files_of_published_runs_are_merged_and_readers_see_the_same_rows()
    {
        await using var cloud = await StartAsync(isHeld: false);

        var ended = await EndOfAsync(cloud, await MaintainAsync(cloud));

        await AssertMergedAsync(cloud, ended);
        Assert.Single(cloud.Hub.Started, call => call.Name == "MergeRuns");
    }

    [Fact]
    public async Task A_merge_survives_the_death_of_its_host()
    {
        await using var cloud = await StartAsync(isHeld: true);
        var id = await MaintainAsync(cloud);
        await _gate.Reached;

        await cloud.RestartAsync();
        _gate.Open();

        await AssertMergedAsync(cloud, await EndOfAsync(cloud, id));
        // The plan is older than the death, and it is not made again.
        Assert.Single(cloud.Hub.Started, call => call.Name == "PlanMaintenance");
    }

    [Fact]
    public async Task A_run_that_is_retired_during_a_merge_is_not_in_the_merged_files()
    {
        await using var cloud = await StartAsync(isHeld: true);
        var id = await MaintainAsync(cloud);
        await _gate.Reached;
        var retired = (await cloud.GetAsync("/api/runs")).GetProperty("runs")[0].GetProperty("id").GetString();

        await cloud.PostAsync($"/api/runs/{retired}/retire");
        _gate.Open();

        var ended = await EndOfAsync(cloud, id);
        Assert.Equal(Files - 1, ended.GetProperty("merged").GetProperty("runs").GetInt32());
        await cloud.EndOfRefreshAsync(await cloud.RefreshAsync());
        Assert.Equal(3 * (Files - 1), await cloud.OrdersShownAsync());
    }

    /// <summary>A host with a published run per file.</summary>
    async Task<Cloud> StartAsync(bool isHeld)
    {
        var cloud = await Cloud.StartAsync(options => options with { Around = isHeld ? _gate.Around : options.Around });
        for (var file = 0; file < Files; file++)
        {
            var key = FormattableString.Invariant($"duff/orders/f{file}.csv");
            await cloud.EndOfAsync(await cloud.IngestAsync(Cloud.Rows(3, first: 1 + 10 * file), key));
        }

        return cloud;
    }

    static async Task<string> MaintainAsync(Cloud cloud)
    {
        // The clock asks too, and gets the one under way.
        var id = (await cloud.PostAsync("/api/maintenance")).GetProperty("id").GetString()!;
        await cloud.TimerAsync("MaintainByClock");
        return id;
    }

    static Task<JsonElement> EndOfAsync(Cloud cloud, string id) => Cloud.UntilAsync(
        () => cloud.GetAsync($"/api/maintenance/{id}"), found => found.GetProperty("runtimeStatus").GetString() != "Running");

    static async Task AssertMergedAsync(Cloud cloud, JsonElement ended)
    {
        Assert.Equal("Completed", ended.GetProperty("runtimeStatus").GetString());
        var merged = ended.GetProperty("merged");
        Assert.Equal((Files, 1), (merged.GetProperty("runs").GetInt32(), merged.GetProperty("into").GetInt32()));
        var manifest = await new DatasetManifests(cloud.Lake).ReadAsync("duff_orders", default);
        var pack = Assert.Single(manifest.Packs!);
        Assert.All(manifest.Runs, run => Assert.Equal(pack.Id, run.Pack));

        await cloud.EndOfAsync(await cloud.IngestAsync(Cloud.Rows(2, first: 1000), "duff/orders/later.csv"));
        await cloud.EndOfRefreshAsync(await cloud.RefreshAsync());
        Assert.Equal((3 * Files) + 2, await cloud.OrdersShownAsync());
    }
}
