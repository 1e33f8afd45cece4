using DuffBeer.Functions.Tests.Engine;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>Runs that are suspended, terminated or interrupted on the Durable Task engine during an activity.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task A_suspended_run_makes_no_progress_until_resumed()
    {
        var gate = new Gate(key => key.Contains("/chunks/", StringComparison.Ordinal));
        await using var cloud = await Cloud.StartAsync(options => options with { Around = gate.Around });
        var run = await cloud.IngestAsync(Cloud.Rows(20));
        await gate.Reached;

        await cloud.PostAsync($"/api/runs/{run}/suspend");
        gate.Open();
        // Another run passes through all stages while the first one is suspended.
        await cloud.EndOfAsync(await cloud.IngestAsync(Cloud.Rows(20, first: 100), "duff/orders/other.csv"));

        Assert.Equal("Suspended", (await cloud.GetAsync($"/api/runs/{run}")).GetProperty("runtimeStatus").GetString());
        Assert.Contains(cloud.Hub.Completed, call => (call.Name, call.Instance) == ("TransformChunk", $"{run}-a1"));
        // One of the two is the other run's.
        Assert.Equal(
            [false, true], cloud.Host.Activities.All.Where(call => call.Name == "JudgeRun").Select(call => call.IsHeld).Order());

        await cloud.PostAsync($"/api/runs/{run}/resume");
        var ended = await cloud.EndOfAsync(run);

        Assert.Equal(("Completed", 1), (ended.GetProperty("runtimeStatus").GetString(), ended.GetProperty("attempt").GetInt32()));
    }

    [Fact]
    public async Task A_terminated_run_publishes_nothing_and_ends_its_waves()
    {
        var gate = new Gate(key => key.Contains("/chunks/", StringComparison.Ordinal));
        await using var cloud = await Cloud.StartAsync(options => options with { ChunkBytes = 100, Around = gate.Around });
        var run = await cloud.IngestAsync(Cloud.Rows(300));
        await gate.Reached;

        await cloud.PostAsync($"/api/runs/{run}/terminate");
        gate.Open();
        var ended = await cloud.EndOfAsync(run);

        Assert.Equal("Terminated", ended.GetProperty("runtimeStatus").GetString());
        Assert.DoesNotContain(cloud.Hub.Started, call => call.Name == "PublishRun");
        var instances = await Cloud.UntilAsync(
            () => cloud.Host.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: run)).ToListAsync().AsTask(),
            found => found.All(instance => instance.IsCompleted));
        Assert.True(instances.Count > 2, "The run had no waves.");
    }

    [Fact]
    public async Task A_killed_host_is_replaced_and_nothing_in_the_history_is_repeated()
    {
        var gate = new Gate(key => key.Contains("/chunks/", StringComparison.Ordinal) && key.Contains("00003-", StringComparison.Ordinal));
        await using var cloud = await Cloud.StartAsync(options => options with { ChunkBytes = 400, Around = gate.Around });
        var run = await cloud.IngestAsync(Cloud.Rows(100));
        await gate.Reached;
        var done = cloud.Hub.Completed;

        await cloud.RestartAsync();
        // The killed host's activity continues beside the new try: late, and harmless.
        gate.Open();
        var ended = await cloud.EndOfAsync(run);

        Assert.Equal(("Completed", 1), (ended.GetProperty("runtimeStatus").GetString(), ended.GetProperty("attempt").GetInt32()));
        Assert.Equal(100, ended.GetProperty("ledger").GetProperty("accepted").GetInt64());
        Assert.NotEmpty(done);
        Assert.All(done, call => Assert.Single(cloud.Hub.Started, call.Equals));
        Assert.Contains(cloud.Hub.Started.GroupBy(call => call), tries => tries.Count() > 1);
    }
}
