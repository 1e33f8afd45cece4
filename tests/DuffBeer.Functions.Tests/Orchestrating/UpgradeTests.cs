using System.Text.Json;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Functions.Tests.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>A deploy while a run is under way, whose history the older release began.</summary>
public sealed class UpgradeTests
{
    const string OldStep = "StepOfAnOlderRelease";

    [Fact]
    public async Task A_run_whose_history_does_not_fit_the_new_release_ends_and_reconcile_completes_it()
    {
        var reached = new TaskCompletionSource();
        await using var cloud = await Cloud.StartAsync(options => options with
        {
            Tasks = tasks =>
            {
                FunctionCalls.AddTo(tasks, without: nameof(IngestFile));
                // The older release had another step after the inspection.
                tasks.AddOrchestratorFunc<IngestFile.Input, bool>(nameof(IngestFile), async (context, input) =>
                {
                    await context.CallActivityAsync<object?>("InspectSource", input);
                    return await context.CallActivityAsync<bool>(OldStep, input);
                });
                tasks.AddActivity(OldStep, _ => new Endless(reached));
            },
        });
        var run = await cloud.IngestAsync(Cloud.Rows(20));
        await reached.Task.WaitAsync(TimeSpan.FromMinutes(1));

        await cloud.RestartAsync(options => options with { Tasks = FunctionCalls.AddTo });
        var left = await EndAsync(cloud, run);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, left.RuntimeStatus);
        Assert.Equal("Running", Text(await cloud.GetAsync($"/api/runs/{run}"), "runtimeStatus", "Failed"));

        // Azure Storage drops the late result of an ended instance. The engine in memory would give it to the instance that follows.
        await Cloud.UntilAsync(
            () => Task.FromResult(cloud.Hub.Completed), completed => completed.Any(call => call.Name == "TransformChunk"));
        await cloud.TimerAsync("ReconcileByClock");
        var ended = await Cloud.UntilAsync(
            () => cloud.GetAsync($"/api/runs/{run}"), detail => detail.GetProperty("runtimeStatus").GetString() == "Completed");

        Assert.Equal(("Completed", 1), (ended.GetProperty("runtimeStatus").GetString(), ended.GetProperty("attempt").GetInt32()));
        Assert.Equal(20, ended.GetProperty("ledger").GetProperty("accepted").GetInt64());
        Assert.Equal(20, ended.GetProperty("ledger").GetProperty("rowsRead").GetInt64());
    }

    sealed class Endless(TaskCompletionSource reached) : TaskActivity<IngestFile.Input, bool>
    {
        public override Task<bool> RunAsync(TaskActivityContext context, IngestFile.Input input)
        {
            reached.TrySetResult();
            return new TaskCompletionSource<bool>().Task;
        }
    }

    static async Task<OrchestrationMetadata> EndAsync(Cloud cloud, string run)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await cloud.Host.Client.WaitForInstanceCompletionAsync(IngestFile.InstanceOf(run, 1), patience.Token);
    }

    /// <summary>A property's text; <paramref name="same"/> counts as the first value, since the hub may already show the end.</summary>
    static string? Text(JsonElement from, string name, string same) =>
        from.GetProperty(name).GetString() is { } text && text != same ? text : "Running";
}
