using DuffBeer.Aws.Events;
using DuffBeer.FakeAws.Faults;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Tests.Sql;

public sealed class EventBridgePublisherTests : IAsyncLifetime
{
    readonly SqlCloud _cloud = new();

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public Task DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task An_event_is_sent_unchanged()
    {
        await PublishAsync();

        var entry = Assert.Single(_cloud.Services.Events.Taken);
        Assert.Equal(
            """{"Source":"duffbeer","DetailType":"RunCompleted","Detail":"{\u0022run\u0022:\u0022r1\u0022}","EventBusName":"default"}""",
            entry.ToJsonString());
    }

    [Fact]
    public async Task A_refused_entry_is_sent_again()
    {
        _cloud.Services.Events.RefuseEntries = 3;

        await PublishAsync();

        Assert.Single(_cloud.Services.Events.Taken);
        Assert.Equal(4, _cloud.Server.Calls.Count);
    }

    [Fact]
    public async Task An_entry_refused_in_every_try_is_a_transient_failure()
    {
        _cloud.Services.Events.RefuseEntries = 4;

        var failure = await Assert.ThrowsAsync<TransientException>(() => PublishAsync());

        Assert.Contains(
            "events:PutEvents on the event bus default refused a RunCompleted in 4 tries: ThrottlingException",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Empty(_cloud.Services.Events.Taken);
    }

    [Fact]
    public async Task A_missing_bus_is_a_problem()
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(() => PublishAsync("none"));

        Assert.Equal(ProblemCode.EngineUnavailable, failure.Code);
        Assert.Contains("Event bus none does not exist", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        _cloud.Server.Faults.Deny("AWSEvents:PutEvents");

        var failure = await Assert.ThrowsAsync<TerminalException>(() => PublishAsync());

        Assert.Contains("The permission events:PutEvents is missing for the event bus default", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pipeline_repeats_a_throttled_call()
    {
        _cloud.Server.Faults.FailNext("AWSEvents:PutEvents", FaultKind.Throttled, times: 2);

        await PublishAsync();

        Assert.Single(_cloud.Services.Events.Taken);
    }

    Task PublishAsync(string bus = "default") =>
        new EventBridgePublisher(_cloud.Events, new() { EventBus = bus }, TimeSpan.FromMilliseconds(1))
            .PublishAsync("RunCompleted", """{"run":"r1"}""", default);
}
