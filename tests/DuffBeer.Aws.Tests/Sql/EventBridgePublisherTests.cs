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
    public async Task An_event_is_put_on_the_bus_as_it_is()
    {
        await PublishAsync();

        var entry = Assert.Single(_cloud.Services.Events.Taken);
        Assert.Equal(
            """{"Source":"duffbeer","DetailType":"RunCompleted","Detail":"{\u0022run\u0022:\u0022r1\u0022}","EventBusName":"default"}""",
            entry.ToJsonString());
    }

    [Fact]
    public async Task An_entry_that_is_refused_is_put_again()
    {
        _cloud.Services.Events.RefuseEntries = 3;

        await PublishAsync();

        Assert.Single(_cloud.Services.Events.Taken);
        Assert.Equal(4, _cloud.Server.Calls.Count);
    }

    [Fact]
    public async Task One_that_is_refused_again_and_again_is_a_problem_of_later()
    {
        _cloud.Services.Events.RefuseEntries = 4;

        var failure = await Assert.ThrowsAsync<TransientException>(() => PublishAsync());

        Assert.Contains(
            "events:PutEvents on the event bus default did not take a RunCompleted in 4 tries: ThrottlingException",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Empty(_cloud.Services.Events.Taken);
    }

    [Fact]
    public async Task A_bus_that_is_not_there_is_a_problem()
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(() => PublishAsync("none"));

        Assert.Equal(ProblemCode.EngineUnavailable, failure.Code);
        Assert.Contains("Event bus none does not exist", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permission_that_is_missing_is_named()
    {
        _cloud.Server.Faults.Deny("AWSEvents:PutEvents");

        var failure = await Assert.ThrowsAsync<TerminalException>(() => PublishAsync());

        Assert.Contains("The permission events:PutEvents is missing for the event bus default", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_throttled_is_repeated_by_the_pipeline()
    {
        _cloud.Server.Faults.FailNext("AWSEvents:PutEvents", FaultKind.Throttled, times: 2);

        await PublishAsync();

        Assert.Single(_cloud.Services.Events.Taken);
    }

    Task PublishAsync(string bus = "default") =>
        new EventBridgePublisher(_cloud.Events, new() { EventBus = bus }, TimeSpan.FromMilliseconds(1))
            .PublishAsync("RunCompleted", """{"run":"r1"}""", default);
}
