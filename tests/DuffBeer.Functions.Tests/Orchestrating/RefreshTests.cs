using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Functions.Tests.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>Refreshes on the Durable Task engine: one instance takes them in turn.</summary>
public sealed class RefreshTests
{
    [Fact]
    public async Task The_refresh_requested_by_a_completed_run_shows_its_rows()
    {
        await using var cloud = await Cloud.StartAsync();

        await cloud.EndOfAsync(await cloud.IngestAsync(Cloud.Rows(20)));
        await cloud.EndOfRefreshAsync(await cloud.RefreshAsync());

        Assert.Equal(20, await cloud.OrdersShownAsync());
        // Two waves of models, and all audits at once.
        Assert.Equal(
            ["AuditModels", "BuildModels", "BuildModels"],
            cloud.Hub.Completed.Select(call => call.Name).Where(name => name.EndsWith("Models", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task The_first_file_is_refreshed_at_once_and_those_that_follow_closely_are_gathered()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.EndOfAsync(await cloud.IngestAsync(Cloud.Rows(20)));
        await Cloud.UntilAsync(cloud.OrdersShownAsync, orders => orders == 20);
        Assert.Empty(cloud.Hub.Timers);

        await cloud.EndOfAsync(await cloud.IngestAsync(Cloud.Rows(5, first: 100), "duff/orders/second.csv"));
        await Cloud.UntilAsync(cloud.OrdersShownAsync, orders => orders == 25);

        Assert.InRange(Assert.Single(cloud.Hub.Timers), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Requests_during_a_refresh_are_coalesced_into_the_next()
    {
        var gate = new Gate(key => key.StartsWith("marts/", StringComparison.Ordinal));
        await using var cloud = await Cloud.StartAsync(options => options with { Around = gate.Around });
        var first = await cloud.RefreshAsync();
        await gate.Reached;

        var pending = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => cloud.RefreshAsync()));
        gate.Open();
        await cloud.EndOfRefreshAsync(first);
        await cloud.EndOfRefreshAsync(Assert.Single(pending.Distinct()));

        Assert.DoesNotContain(first, pending);
        Assert.Equal(2, cloud.Hub.Started.Count(call => call.Name == "EndRefresh"));
    }

    [Fact]
    public async Task A_refresh_continues_in_another_host_and_builds_no_model_twice()
    {
        var gate = new Gate(key => key.StartsWith("marts/order_count/", StringComparison.Ordinal));
        await using var cloud = await Cloud.StartAsync(options => options with { Around = gate.Around });
        await cloud.EndOfAsync(await cloud.IngestAsync(Cloud.Rows(20)));
        await gate.Reached;

        await cloud.RestartAsync();
        gate.Open();
        await cloud.EndOfRefreshAsync(await cloud.RefreshAsync());

        Assert.Equal(20, await cloud.OrdersShownAsync());
        Assert.Single(
            cloud.Hub.Started, call => call.Name == "BuildModels" && call.Input.Contains("orders_once", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_refresh_shows_nothing_and_the_next_one_succeeds()
    {
        var fails = true;
        await using var cloud = await Cloud.StartAsync(options => options with { Around = store => new WriteHook(store, FailMarts) });

        var failed = await cloud.EndOfRefreshAsync(await cloud.RefreshAsync());
        fails = false;
        var next = await cloud.EndOfRefreshAsync(await cloud.RefreshAsync());

        Assert.Equal("Failed", failed.GetProperty("runtimeStatus").GetString());
        Assert.Equal("Completed", next.GetProperty("runtimeStatus").GetString());
        Assert.Equal(0, await cloud.OrdersShownAsync());

        Task FailMarts(string key) => fails && key.StartsWith("marts/", StringComparison.Ordinal)
            ? throw new TerminalException(ProblemCode.StoreUnavailable, "The store is gone.")
            : Task.CompletedTask;
    }

    [Fact]
    public async Task A_planned_refresh_is_done_as_planned_and_refused_by_its_activity_where_it_would_do_something_else()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.EndOfAsync(await cloud.IngestAsync(Cloud.Rows(20)));
        await Cloud.UntilAsync(cloud.OrdersShownAsync, orders => orders == 20);
        var digest = (await cloud.GetAsync("/api/plan?models=order_count")).GetProperty("digest").GetString();
        var asked = await cloud.PostAsync("/api/refresh", new { plan = digest, models = new[] { "order_count" } });

        var done = await cloud.EndOfRefreshAsync(asked.GetProperty("id").GetString()!);

        Assert.Equal(("Completed", 1), (done.GetProperty("runtimeStatus").GetString(), done.GetProperty("modelsBuilt").GetInt32()));
        // As if the snapshot had changed right after the check of the request.
        var stale = new RefreshRequest(["order_count"], new Dictionary<string, string>()) { Plan = digest };
        var left = await cloud.Host.Services.GetRequiredService<RefreshRequests>().AddAsync(stale, default);
        await cloud.TimerAsync("ReconcileByClock");
        var refused = await cloud.EndOfRefreshAsync(left.Id);
        Assert.Equal("PlanChanged", refused.GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal(
            done.GetProperty("snapshot").GetString(), (await cloud.GetAsync("/api/snapshots")).GetProperty("shown").GetString());
    }

    [Fact]
    public async Task A_named_snapshot_is_built_beside_the_shown_one_and_activated()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.EndOfAsync(await cloud.IngestAsync(Cloud.Rows(20)));
        await Cloud.UntilAsync(cloud.OrdersShownAsync, orders => orders == 20);
        var before = (await cloud.GetAsync("/api/snapshots")).GetProperty("shown").GetString();

        var asked = await cloud.PostAsync("/api/refresh", new { into = "tried", models = new[] { "order_count" } });
        var built = await cloud.EndOfRefreshAsync(asked.GetProperty("id").GetString()!);

        Assert.Equal(("tried", 1), (built.GetProperty("into").GetString(), built.GetProperty("modelsBuilt").GetInt32()));
        Assert.Equal(before, (await cloud.GetAsync("/api/snapshots")).GetProperty("shown").GetString());
        Assert.Equal(
            built.GetProperty("snapshot").GetString(),
            (await cloud.GetAsync("/api/reports/orders-counted?snapshot=tried")).GetProperty("snapshot").GetProperty("id").GetString());
        var shown = (await cloud.PostAsync("/api/snapshots/tried/activate")).GetProperty("shown").GetString();
        Assert.NotEqual(before, shown);
        Assert.Equal(20, await cloud.OrdersShownAsync());
    }

    [Fact]
    public async Task The_timer_finds_a_request_whose_wake_up_was_lost()
    {
        await using var cloud = await Cloud.StartAsync();
        var requests = cloud.Host.Services.GetRequiredService<RefreshRequests>();
        var left = await requests.AddAsync(RefreshRequest.Changes, default);

        await cloud.TimerAsync("ReconcileByClock");

        Assert.Equal("Completed", (await cloud.EndOfRefreshAsync(left.Id)).GetProperty("runtimeStatus").GetString());
    }

    [Fact]
    public async Task The_timer_starts_the_runs_whose_events_were_lost()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Put(Cloud.Rows(20));

        await cloud.TimerAsync("ReconcileByClock");
        var run = (await cloud.GetAsync("/api/runs")).GetProperty("runs")[0].GetProperty("id").GetString()!;

        Assert.Equal("Completed", (await cloud.EndOfAsync(run)).GetProperty("runtimeStatus").GetString());
    }
}
