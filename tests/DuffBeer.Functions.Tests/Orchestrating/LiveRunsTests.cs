using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Views;
using Moq;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>The record of a run combined with the state of the task hub.</summary>
public sealed class LiveRunsTests
{
    static readonly DateTimeOffset s_updated = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(RunStatus.Running, EngineState.Terminated, RunStatus.Terminated)]
    [InlineData(RunStatus.Running, EngineState.Failed, RunStatus.Failed)]
    [InlineData(RunStatus.Running, EngineState.Suspended, RunStatus.Suspended)]
    [InlineData(RunStatus.Suspended, EngineState.Running, RunStatus.Suspended)]
    [InlineData(RunStatus.Running, EngineState.Completed, RunStatus.Running)]
    [InlineData(RunStatus.Completed, EngineState.Running, RunStatus.Completed)]
    [InlineData(RunStatus.Terminated, EngineState.Running, RunStatus.Terminated)]
    public async Task While_a_run_is_active_the_hub_decides(RunStatus record, EngineState hub, RunStatus shown) =>
        Assert.Equal(shown, (await ShowAsync(record, new(hub, s_updated))).Status);

    [Fact]
    public async Task A_run_unknown_to_the_hub_is_shown_as_recorded() =>
        Assert.Equal(Run(RunStatus.Running), await ShowAsync(RunStatus.Running, null));

    [Fact]
    public async Task The_later_time_is_shown() =>
        Assert.Equal(
            s_updated.AddMinutes(1),
            (await ShowAsync(RunStatus.Running, new(EngineState.Running, s_updated.AddMinutes(1)))).Updated);

    static Task<RunRecord> ShowAsync(RunStatus status, EngineStatus? hub) =>
        new LiveRuns(Mock.Of<IRunOrchestrator>(runs => runs.StatusAsync("duff_orders-1", 2, default) == Task.FromResult(hub)))
            .OfAsync(Run(status), default);

    static RunRecord Run(RunStatus status) => new()
    {
        Id = "duff_orders-1",
        Dataset = "duff_orders",
        ContractVersion = 1,
        Source = new("k", "v", "e", 1, s_updated),
        Attempt = 2,
        Status = status,
        Stage = RunStage.Transform,
        ProcessingDate = new(2026, 11, 21),
        Created = s_updated,
        Updated = s_updated,
    };
}
