using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Functions.Orchestrating;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Moq;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>Calls of the durable client, also when they fail or another caller is faster.</summary>
public sealed class DurableRunsTests
{
    const string Run = "duff_orders-0123456789abcdef";
    const string Instance = $"{Run}-a1";

    readonly TaskHub _hub = new();
    readonly Mock<DurableTaskClient> _client = new("test");

    [Fact]
    public async Task Each_attempt_is_a_separate_instance()
    {
        await WithAsync(runs => runs.StartAsync(Run, 1, default));

        VerifyStarts(Times.Once());
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Pending)]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Suspended)]
    public async Task An_active_instance_is_not_started_again(OrchestrationRuntimeStatus status)
    {
        HasInstance(Instance, status);

        await WithAsync(runs => runs.StartAsync(Run, 1, default));

        VerifyStarts(Times.Never());
        Assert.True(await WithAsync(runs => runs.IsActiveAsync(Run, 1, default)));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    public async Task An_instance_that_has_ended_starts_again(OrchestrationRuntimeStatus status)
    {
        HasInstance(Instance, status);

        await WithAsync(runs => runs.StartAsync(Run, 1, default));

        VerifyStarts(Times.Once());
        Assert.False(await WithAsync(runs => runs.IsActiveAsync(Run, 1, default)));
    }

    [Fact]
    public async Task A_start_that_loses_the_race_succeeds()
    {
        StartFails(() => HasInstance(Instance, OrchestrationRuntimeStatus.Running));

        await WithAsync(runs => runs.StartAsync(Run, 1, default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unreachable_hub_is_a_transient_failure(bool endedBefore)
    {
        if (endedBefore)
            HasInstance(Instance, OrchestrationRuntimeStatus.Failed);
        StartFails(() => { });

        var failure = await Assert.ThrowsAsync<TransientException>(() => WithAsync(runs => runs.StartAsync(Run, 1, default)));

        Assert.Equal(ProblemCode.EngineUnavailable, failure.Code);
        Assert.Contains("connection refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminating_reaches_active_waves()
    {
        HasInstance(Instance, OrchestrationRuntimeStatus.Running);
        HasWaves((0, OrchestrationRuntimeStatus.Running), (100, OrchestrationRuntimeStatus.Completed));

        await WithAsync(runs => runs.TerminateAsync(Run, 1, default));

        Assert.Equal([Instance, $"{Instance}-w0x100"], Targets(nameof(DurableTaskClient.TerminateInstanceAsync)));
        Assert.All(
            _client.Invocations.Where(call => call.Method.Name == nameof(DurableTaskClient.TerminateInstanceAsync)),
            call => Assert.True(((TerminateInstanceOptions)call.Arguments[1]!).Recursive));
    }

    [Fact]
    public async Task Terminating_an_ended_run_does_nothing()
    {
        HasInstance(Instance, OrchestrationRuntimeStatus.Completed);
        HasWaves();

        await WithAsync(runs => runs.TerminateAsync(Run, 1, default));

        Assert.Empty(Targets(nameof(DurableTaskClient.TerminateInstanceAsync)));
    }

    [Fact]
    public async Task Resuming_reaches_the_waves_and_resumes_what_was_suspended_in_the_hub()
    {
        HasInstance(Instance, OrchestrationRuntimeStatus.Running);
        HasWaves((0, OrchestrationRuntimeStatus.Suspended), (100, OrchestrationRuntimeStatus.Completed));

        await WithAsync(runs => runs.ResumeAsync(Run, 1, default));

        Assert.Equal([Instance, $"{Instance}-w0x100"], Targets(nameof(DurableTaskClient.RaiseEventAsync)));
        Assert.Equal([$"{Instance}-w0x100"], Targets(nameof(DurableTaskClient.ResumeInstanceAsync)));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    public async Task A_wave_that_ends_during_the_call_is_no_failure(OrchestrationRuntimeStatus end)
    {
        HasInstance(Instance, OrchestrationRuntimeStatus.Running);
        HasWaves((0, OrchestrationRuntimeStatus.Suspended));
        Refuse($"{Instance}-w0x100", end);

        await WithAsync(runs => runs.ResumeAsync(Run, 1, default));
        await WithAsync(runs => runs.TerminateAsync(Run, 1, default));

        Assert.Contains($"{Instance}-w0x100", Targets(nameof(DurableTaskClient.TerminateInstanceAsync)));
    }

    [Fact]
    public async Task A_refused_call_that_changed_nothing_is_a_transient_failure()
    {
        HasInstance(Instance, OrchestrationRuntimeStatus.Running);
        HasWaves((0, OrchestrationRuntimeStatus.Suspended));
        Refuse($"{Instance}-w0x100", OrchestrationRuntimeStatus.Suspended);

        await Assert.ThrowsAsync<TransientException>(() => WithAsync(runs => runs.ResumeAsync(Run, 1, default)));
        await Assert.ThrowsAsync<TransientException>(() => WithAsync(runs => runs.TerminateAsync(Run, 1, default)));
    }

    [Fact]
    public async Task A_run_without_an_instance_starts_when_resumed()
    {
        HasWaves();

        await WithAsync(runs => runs.ResumeAsync(Run, 1, default));

        VerifyStarts(Times.Once());
    }

    [Fact]
    public async Task Waves_without_their_parent_end_before_it_starts_again()
    {
        HasInstance(Instance, OrchestrationRuntimeStatus.Terminated);
        HasWaves((0, OrchestrationRuntimeStatus.Running));

        await WithAsync(runs => runs.ResumeAsync(Run, 1, default));

        Assert.Equal([$"{Instance}-w0x100"], Targets(nameof(DurableTaskClient.TerminateInstanceAsync)));
        VerifyStarts(Times.Never());
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Pending, EngineState.Running)]
    [InlineData(OrchestrationRuntimeStatus.Running, EngineState.Running)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, EngineState.Suspended)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, EngineState.Terminated)]
    [InlineData(OrchestrationRuntimeStatus.Failed, EngineState.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Completed, EngineState.Completed)]
    public async Task An_attempt_has_the_state_of_its_instance(OrchestrationRuntimeStatus status, EngineState state)
    {
        HasInstance(Instance, status);

        Assert.Equal(state, (await WithAsync(runs => runs.StatusAsync(Run, 1, default)))!.State);
        Assert.Null(await WithAsync(runs => runs.StatusAsync(Run, 2, default)));
    }

    // Only the client that the Functions host binds knows the host's address.
    [Fact]
    public async Task Without_the_hosts_address_there_are_no_links() =>
        Assert.Null(await WithAsync(runs => Task.FromResult(runs.LinksOf(Run, 1))));

    void HasInstance(string instance, OrchestrationRuntimeStatus status) =>
        _client.Setup(client => client.GetInstanceAsync(instance, false, It.IsAny<CancellationToken>()))
            .ReturnsAsync(Metadata(instance, status));

    void HasWaves(params (int First, OrchestrationRuntimeStatus Status)[] waves) =>
        _client.Setup(client => client.GetAllInstancesAsync(It.Is<OrchestrationQuery>(query => query.InstanceIdPrefix == $"{Instance}-")))
            .Returns(Pageable.Create((_, _, _) => Task.FromResult(
                new Page<OrchestrationMetadata>([.. waves.Select(wave => Metadata($"{Instance}-w{wave.First}x100", wave.Status))]))));

    /// <summary>The hub refuses every change of the instance, which then has this status.</summary>
    void Refuse(string instance, OrchestrationRuntimeStatus then)
    {
        var refusal = new InvalidOperationException("the instance is in the Completed state");
        _client.Setup(client => client.ResumeInstanceAsync(instance, It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(refusal);
        _client.Setup(client => client.RaiseEventAsync(instance, It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(refusal);
        _client.Setup(client => client.TerminateInstanceAsync(
            instance, It.IsAny<TerminateInstanceOptions?>(), It.IsAny<CancellationToken>())).ThrowsAsync(refusal);
        HasInstance(instance, then);
    }

    void StartFails(Action meanwhile) => _client
        .Setup(client => client.ScheduleNewOrchestrationInstanceAsync(
            It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
        .Callback(meanwhile)
        .ThrowsAsync(new IOException("connection refused"));

    void VerifyStarts(Times times) => _client.Verify(
        client => client.ScheduleNewOrchestrationInstanceAsync(
            new TaskName("IngestFile"),
            new IngestFile.Input(Run, 1, false),
            new StartOrchestrationOptions(Instance, null),
            It.IsAny<CancellationToken>()),
        times);

    IEnumerable<object?> Targets(string method) =>
        _client.Invocations.Where(call => call.Method.Name == method).Select(call => call.Arguments[0]);

    static OrchestrationMetadata Metadata(string instance, OrchestrationRuntimeStatus status) =>
        new("IngestFile", instance) { RuntimeStatus = status };

    Task<bool> WithAsync(Func<DurableRuns, Task> work) => WithAsync(async runs =>
    {
        await work(runs);
        return true;
    });

    Task<T> WithAsync<T>(Func<DurableRuns, Task<T>> work) => _hub.WithAsync(_client.Object, () => work(new(_hub, TimeProvider.System)));
}
