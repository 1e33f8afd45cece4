using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Views;
using DuffBeer.Functions.Orchestrating;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>The record joined with what the task hub says.</summary>
public sealed class LiveRunsTests
{
    static readonly DateTimeOffset s_updated = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(RunStatus.Running, OrchestrationRuntimeStatus.Terminated, RunStatus.Terminated)]
    [InlineData(RunStatus.Running, OrchestrationRuntimeStatus.Failed, RunStatus.Failed)]
    [InlineData(RunStatus.Running, OrchestrationRuntimeStatus.Suspended, RunStatus.Suspended)]
    [InlineData(RunStatus.Suspended, OrchestrationRuntimeStatus.Running, RunStatus.Running)]
    [InlineData(RunStatus.Running, OrchestrationRuntimeStatus.Completed, RunStatus.Running)]
    [InlineData(RunStatus.Completed, OrchestrationRuntimeStatus.Running, RunStatus.Completed)]
    [InlineData(RunStatus.Terminated, OrchestrationRuntimeStatus.Running, RunStatus.Terminated)]
    public async Task While_a_run_is_under_way_the_hub_knows_better(RunStatus record, OrchestrationRuntimeStatus hub, RunStatus seen) =>
        Assert.Equal(seen, (await SeeAsync(record, new FakeHub().With("duff_orders-1-a2", hub, s_updated.AddMinutes(1)))).Status);

    [Fact]
    public async Task A_run_that_the_hub_does_not_know_is_as_its_record_says() =>
        Assert.Equal(Run(RunStatus.Running), await SeeAsync(RunStatus.Running, new FakeHub()));

    [Fact]
    public async Task The_later_time_is_shown() =>
        Assert.Equal(s_updated.AddMinutes(1), (await SeeAsync(RunStatus.Running, new FakeHub().With("duff_orders-1-a2", OrchestrationRuntimeStatus.Running, s_updated.AddMinutes(1)))).Updated);

    static Task<RunRecord> SeeAsync(RunStatus status, FakeHub fake)
    {
        var hub = new TaskHub();
        return hub.WithAsync(fake, () => new LiveRuns(new DurableRuns(hub)).OfAsync(Run(status), default));
    }

    static RunRecord Run(RunStatus status) => new()
    {
        Id = "duff_orders-1", Dataset = "duff_orders", ContractVersion = 1, Source = new("k", "v", "e", 1, s_updated), Attempt = 2, Status = status, Stage = RunStage.Transform,
        ProcessingDate = new(2026, 11, 21), Created = s_updated, Updated = s_updated,
    };
}
