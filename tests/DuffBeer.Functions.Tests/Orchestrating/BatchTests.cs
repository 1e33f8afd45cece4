using System.Text.Json;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Definitions.Sql;
using DuffBeer.Functions.Orchestrating;
using DuffBeer.Functions.Tests.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>Small files that wait together are one orchestration on the Durable Task engine.</summary>
public sealed class BatchTests
{
    const int Files = 6;

    /// <summary>Blocks a batch when it writes its rows.</summary>
    readonly Gate _gate = new(key => key.Contains("/batch_id=", StringComparison.Ordinal));

    [Fact]
    public async Task Reconcile_ingests_small_files_together_with_a_run_each()
    {
        await using var cloud = await StartAsync(isHeld: false);

        await cloud.PostAsync("/api/reconcile");
        await cloud.PostAsync("/api/reconcile");
        var runs = await EndedAsync(cloud, Files);

        Assert.All(runs, run => Assert.Equal("Completed", run.GetProperty("runtimeStatus").GetString()));
        Assert.Single(cloud.Hub.Started, call => call.Name == "TransformBatch");
        Assert.DoesNotContain(cloud.Hub.Started, call => call.Name == "InspectSource");
        await cloud.EndOfRefreshAsync(await cloud.RefreshAsync());
        Assert.Equal(3 * Files, await cloud.OrdersShownAsync());
    }

    /// <summary>A caller may have read the record before the batch ended the run.</summary>
    [Fact]
    public async Task A_run_that_a_batch_has_ended_is_not_started_by_itself()
    {
        await using var cloud = await StartAsync(isHeld: false);
        await cloud.PostAsync("/api/reconcile");
        var run = (await EndedAsync(cloud, Files))[0].GetProperty("id").GetString()!;

        var (hub, runs) = (cloud.Host.Services.GetRequiredService<TaskHub>(), cloud.Host.Services.GetRequiredService<DurableRuns>());
        var instance = await hub.WithAsync(cloud.Host.Client, async () =>
        {
            await runs.StartAsync(run, 1, default);
            return await hub.FindAsync(IngestFile.InstanceOf(run, 1), default);
        });

        Assert.Null(instance);
    }

    [Fact]
    public async Task A_file_waits_neither_for_others_nor_for_a_batch_under_way()
    {
        await using var cloud = await StartAsync(isHeld: true);
        await cloud.PostAsync("/api/reconcile");
        await _gate.Reached;

        var run = await cloud.IngestAsync(Cloud.Rows(1, first: 1000));
        // Its instance is there once the turn has begun.
        await Cloud.UntilAsync(() => cloud.GetAsync($"/api/runs/{run}"), found => Status(found) == "Completed");
        _gate.Open();
        await EndedAsync(cloud, Files + 1);

        Assert.Single(cloud.Hub.Started, call => call.Name == "TransformBatch");
    }

    [Fact]
    public async Task A_suspended_run_drops_out_of_its_batch_and_goes_on_by_itself()
    {
        await using var cloud = await StartAsync(isHeld: true);
        await cloud.PostAsync("/api/reconcile");
        await _gate.Reached;
        var held = (await RunsAsync(cloud))[0].GetProperty("id").GetString()!;

        await cloud.PostAsync($"/api/runs/{held}/suspend");
        _gate.Open();
        await EndedAsync(cloud, Files - 1, "Completed");
        Assert.Equal("Suspended", Status(await cloud.GetAsync($"/api/runs/{held}")));
        await cloud.PostAsync($"/api/runs/{held}/resume");

        await EndedAsync(cloud, Files, "Completed");
        await cloud.EndOfRefreshAsync(await cloud.RefreshAsync());
        Assert.Equal(3 * Files, await cloud.OrdersShownAsync());
    }

    [Fact]
    public async Task A_batch_survives_the_death_of_its_host()
    {
        await using var cloud = await StartAsync(isHeld: true);
        await cloud.PostAsync("/api/reconcile");
        await _gate.Reached;

        await cloud.RestartAsync();
        _gate.Open();

        await EndedAsync(cloud, Files, "Completed");
        await cloud.EndOfRefreshAsync(await cloud.RefreshAsync());
        Assert.Equal(3 * Files, await cloud.OrdersShownAsync());
    }

    async Task<Cloud> StartAsync(bool isHeld)
    {
        var cloud = await Cloud.StartAsync(options => options with
        {
            Definitions = WithBatches(options.Definitions),
            Around = isHeld ? _gate.Around : options.Around,
        });
        for (var file = 0; file < Files; file++)
            cloud.Put(Cloud.Rows(3, first: 1 + 10 * file), FormattableString.Invariant($"duff/orders/f{file}.csv"));
        return cloud;
    }

    static DefinitionFolder WithBatches(DefinitionFolder definitions)
    {
        File.AppendAllText(Path.Combine(definitions.Path, "contracts", "duff_orders.yaml"), "\nbatch: true\n");
        return definitions;
    }

    static string? Status(JsonElement run) => run.GetProperty("runtimeStatus").GetString();

    static async Task<IReadOnlyList<JsonElement>> RunsAsync(Cloud cloud) =>
        [.. (await cloud.GetAsync("/api/runs?limit=100")).GetProperty("runs").EnumerateArray()];

    static Task<IReadOnlyList<JsonElement>> EndedAsync(Cloud cloud, int runs, string? status = null) => Cloud.UntilAsync(
        () => RunsAsync(cloud),
        found => found.Count(run => status is null ? Status(run) != "Running" : Status(run) == status) == runs);
}
