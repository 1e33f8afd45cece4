using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Functions.Orchestrating;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Tests.Orchestrating;

public sealed class DurableRunsTests
{
    const string Run = "duff_orders-0123456789abcdef";
    const string Instance = $"{Run}-a1";

    readonly TaskHub _hub = new();
    readonly FakeHub _fake = new();

    [Fact]
    public async Task An_attempt_is_an_instance_of_its_own()
    {
        await WithAsync(runs => runs.StartAsync(Run, 1, default));

        Assert.Equal([$"start IngestFile {Instance}"], _fake.Asked);
        Assert.Equal(new IngestFile.Input(Run, 1), Assert.Single(_fake.Inputs));
    }

    [Fact]
    public async Task Starting_at_the_same_time_is_starting_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => WithAsync(runs => runs.StartAsync(Run, 1, default)))));

        Assert.Single(_fake.Asked);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Pending)]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Suspended)]
    public async Task One_that_is_under_way_is_not_started_again(OrchestrationRuntimeStatus status)
    {
        _fake.With(Instance, status);

        await WithAsync(runs => runs.StartAsync(Run, 1, default));

        Assert.Empty(_fake.Asked);
        Assert.True(await WithAsync(runs => runs.IsActiveAsync(Run, 1, default)));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    public async Task One_that_was_cut_off_starts_again(OrchestrationRuntimeStatus status)
    {
        _fake.With(Instance, status);

        await WithAsync(runs => runs.StartAsync(Run, 1, default));

        Assert.Equal([$"start IngestFile {Instance}"], _fake.Asked);
    }

    [Fact]
    public async Task Whoever_is_overtaken_between_question_and_start_is_content()
    {
        _fake.BeforeSchedule = instance => _fake.With(instance, OrchestrationRuntimeStatus.Running);

        await WithAsync(runs => runs.StartAsync(Run, 1, default));

        Assert.Empty(_fake.Asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hub_that_is_away_is_a_failure_that_a_retry_may_cure(bool endedBefore)
    {
        if (endedBefore)
            _fake.With(Instance, OrchestrationRuntimeStatus.Failed);
        _fake.BeforeSchedule = _ => throw new IOException("connection refused");

        var failure = await Assert.ThrowsAsync<TransientException>(() => WithAsync(runs => runs.StartAsync(Run, 1, default)));

        Assert.Equal(ProblemCode.EngineUnavailable, failure.Code);
        Assert.Contains("connection refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminating_reaches_the_waves_too()
    {
        _fake.With(Instance, OrchestrationRuntimeStatus.Running).With($"{Instance}-w0x100", OrchestrationRuntimeStatus.Running).With($"{Instance}-w100x100", OrchestrationRuntimeStatus.Completed)
            .With($"{Run}-a11", OrchestrationRuntimeStatus.Running);

        await WithAsync(runs => runs.TerminateAsync(Run, 1, default));

        Assert.Equal([$"terminate {Instance} recursive", $"terminate {Instance}-w0x100 recursive"], _fake.Asked);
    }

    [Fact]
    public async Task Terminating_what_has_ended_does_nothing()
    {
        _fake.With(Instance, OrchestrationRuntimeStatus.Completed);

        await WithAsync(runs => runs.TerminateAsync(Run, 1, default));

        Assert.Empty(_fake.Asked);
    }

    [Fact]
    public async Task Suspending_and_resuming_reach_the_waves_too()
    {
        _fake.With(Instance, OrchestrationRuntimeStatus.Suspended).With($"{Instance}-r0x3", OrchestrationRuntimeStatus.Suspended);

        await WithAsync(runs => runs.SuspendAsync(Run, 1, default));
        await WithAsync(runs => runs.ResumeAsync(Run, 1, default));

        Assert.Equal([$"suspend {Instance}", $"suspend {Instance}-r0x3", $"resume {Instance}", $"resume {Instance}-r0x3"], _fake.Asked);
    }

    [Fact]
    public async Task What_is_not_under_way_cannot_be_suspended_and_starts_when_it_is_resumed()
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(() => WithAsync(runs => runs.SuspendAsync(Run, 1, default)));
        await WithAsync(runs => runs.ResumeAsync(Run, 1, default));

        Assert.Equal(ProblemCode.Conflict, failure.Code);
        Assert.Equal([$"start IngestFile {Instance}"], _fake.Asked);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Pending, EngineState.Running)]
    [InlineData(OrchestrationRuntimeStatus.Running, EngineState.Running)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, EngineState.Suspended)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, EngineState.Terminated)]
    [InlineData(OrchestrationRuntimeStatus.Failed, EngineState.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Completed, EngineState.Completed)]
    public async Task The_state_of_an_instance_is_told(OrchestrationRuntimeStatus status, EngineState state)
    {
        _fake.With(Instance, status);

        Assert.Equal(state, (await WithAsync(runs => runs.StatusAsync(Run, 1, default)))!.State);
        Assert.Null(await WithAsync(runs => runs.StatusAsync(Run, 2, default)));
    }

    [Fact]
    public async Task The_addresses_of_an_instance_do_not_bear_the_system_key()
    {
        var links = (await WithAsync(runs => Task.FromResult(runs.LinksOf(Run, 1))))!;

        Assert.Equal($"http://localhost:7071/runtime/webhooks/durabletask/instances/{Instance}?taskHub=DuffBeer&connection=Storage", links.StatusQueryGetUri);
        Assert.EndsWith("/terminate?reason={{text}}&taskHub=DuffBeer&connection=Storage", links.TerminatePostUri, StringComparison.Ordinal);
        Assert.DoesNotContain("code=", links.ToString(), StringComparison.Ordinal);
    }

    Task<bool> WithAsync(Func<DurableRuns, Task> work) => WithAsync(async runs =>
    {
        await work(runs);
        return true;
    });

    Task<T> WithAsync<T>(Func<DurableRuns, Task<T>> work) => _hub.WithAsync(_fake, () => work(new(_hub)));
}
