using DuffBeer.Aws.Events;
using DuffBeer.Aws.Tests.Sql;
using DuffBeer.Core.Failures;
using DuffBeer.FakeAws.Faults;
using DuffBeer.FakeAws.Queues;

namespace DuffBeer.Aws.Tests.Events;

/// <summary>The adapter of SQS against a strict fake.</summary>
public sealed class SqsTests : IAsyncLifetime
{
    static readonly TimeSpan s_wait = TimeSpan.FromSeconds(1);

    readonly SqlCloud _cloud = new();
    QueueState _fake = null!;
    SqsQueuedEvents _queue = null!;

    public async Task InitializeAsync()
    {
        await _cloud.InitializeAsync();
        _fake = _cloud.Services.Queues.Create("uploads");
        _queue = new(_cloud.Clients, new($"https://sqs.us-east-1.amazonaws.com{_fake.Path}"));
    }

    public async Task DisposeAsync()
    {
        _queue.Dispose();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task Ten_messages_come_at_a_time_and_a_deleted_one_does_not_come_again()
    {
        for (var i = 0; i < 12; i++)
            _fake.Send($"{{\"number\":{i},\"text\":\"Größe 🍺\"}}");

        var first = await _queue.ReceiveAsync(s_wait, default);
        var second = await _queue.ReceiveAsync(s_wait, default);
        await _queue.DeleteAsync([.. first, .. second], default);
        _fake.Passed += TimeSpan.FromHours(1);

        Assert.Equal((10, 2), (first.Count, second.Count));
        Assert.All(first, message => Assert.Equal(1, message.Deliveries));
        Assert.Contains("Größe 🍺", first[0].Body, StringComparison.Ordinal);
        Assert.Empty(await _queue.ReceiveAsync(s_wait, default));
        Assert.Empty(_fake.Bodies);
    }

    [Fact]
    public async Task A_message_that_is_not_deleted_comes_again_when_its_time_is_over_and_later_if_it_is_extended()
    {
        _fake.Send("{}");
        var first = await _queue.ReceiveAsync(s_wait, default);
        _fake.Passed += _queue.Visibility * 0.9;
        await _queue.ExtendAsync(first, default);
        _fake.Passed += _queue.Visibility * 0.9;
        Assert.Empty(await _queue.ReceiveAsync(s_wait, default));

        _fake.Passed += _queue.Visibility * 0.2;
        var second = Assert.Single(await _queue.ReceiveAsync(s_wait, default));

        Assert.Equal((first[0].Id, 2), (second.Id, second.Deliveries));
        // The first delivery is over: it deletes nothing.
        await _queue.DeleteAsync(first, default);
        await _queue.ExtendAsync(first, default);
        Assert.Single(_fake.Bodies);
        await _queue.DeleteAsync([second], default);
        Assert.Empty(_fake.Bodies);
    }

    [Fact]
    public async Task Trouble_that_passes_costs_retries()
    {
        _fake.Send("{}");
        _cloud.Server.Faults.FailNext("AmazonSQS:ReceiveMessage", FaultKind.Throttled);
        _cloud.Server.Faults.FailNext("AmazonSQS:DeleteMessageBatch", FaultKind.LostAnswer);

        var messages = await _queue.ReceiveAsync(s_wait, default);
        await _queue.DeleteAsync(messages, default);

        Assert.Empty(_fake.Bodies);
    }

    [Fact]
    public async Task A_body_that_was_damaged_on_its_way_is_not_taken()
    {
        _fake.Send("{}");
        _cloud.Services.Queues.CorruptNext = true;

        var failure = await Assert.ThrowsAnyAsync<RunException>(() => _queue.ReceiveAsync(s_wait, default));

        Assert.Contains("sqs:ReceiveMessage", failure.Message, StringComparison.Ordinal);
        Assert.Single(_fake.Bodies);
    }

    [Fact]
    public async Task A_missing_permission_and_a_missing_queue_are_named()
    {
        _cloud.Server.Faults.Deny("AmazonSQS:ReceiveMessage");
        var denied = await Assert.ThrowsAsync<TerminalException>(() => _queue.ReceiveAsync(s_wait, default));
        using var none = new SqsQueuedEvents(_cloud.Clients, new("https://sqs.us-east-1.amazonaws.com/123456789012/none"));
        _cloud.Server.Faults.Allow("AmazonSQS:ReceiveMessage");
        var missing = await Assert.ThrowsAsync<TerminalException>(() => none.ReceiveAsync(s_wait, default));

        Assert.Contains("The permission sqs:ReceiveMessage is missing for the queue https://", denied.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uploads", "must be the URL")]
    [InlineData("https://sqs.us-east-1.amazonaws.com/uploads", "must be the URL")]
    [InlineData("arn:aws:sqs:us-east-1:123456789012:uploads", "must be the URL")]
    [InlineData("https://sqs.us-east-1.amazonaws.com/123456789012/uploads.fifo", "FIFO")]
    public void An_address_that_is_no_standard_queue_is_a_problem(string address, string expected) =>
        Assert.Contains(expected, Assert.Single(new SqsQueueOptions(address).Problems()), StringComparison.Ordinal);

    [Fact]
    public void The_address_of_a_queue_or_of_an_emulators_is_valid() =>
        Assert.All(
            ["https://sqs.us-east-1.amazonaws.com/123456789012/uploads", "http://localhost:4566/000000000000/uploads"],
            address => Assert.Empty(new SqsQueueOptions(address).Problems()));
}
