using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DuffBeer.Core.Ports;
using DuffBeer.Functions.Tests.Engine;

namespace DuffBeer.Functions.Tests.Functions;

/// <summary>Events of uploads on the cloud host: by the webhook and by a queue.</summary>
public sealed class EventTests
{
    const string Key = "duff/orders/orders.csv";

    [Fact]
    public async Task The_webhook_answers_a_thousand_events_although_no_run_can_be_recorded_yet()
    {
        var gate = new Gate(key => key.StartsWith("runs/", StringComparison.Ordinal));
        await using var cloud = await Cloud.StartAsync(options => options with { Around = gate.Around });
        cloud.Put(Cloud.Rows(5));
        var events = Enumerable.Repeat(EventOf(Key), 1_000).ToArray();

        var started = Stopwatch.GetTimestamp();
        using var answer = await cloud.SendAsync("/api/events/s3", events).WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
        var outcomes = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(1_000, outcomes.Count);
        Assert.All(outcomes, outcome => Assert.Equal("Queued", outcome.GetProperty("outcome").GetString()));
        gate.Open();
        Assert.Equal("Completed", await EndAsync(cloud));
    }

    [Fact]
    public async Task The_timer_receives_the_events_of_a_queue()
    {
        var queue = new OneMessage(JsonSerializer.Serialize(EventOf(Key)));
        await using var cloud = await Cloud.StartAsync(options => options with { Queue = queue });
        cloud.Put(Cloud.Rows(5));

        // Its turn lasts for the minute, and ends with the test's process.
        _ = cloud.TimerAsync("ReceiveByClock");
        await queue.Deleted.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("Completed", await EndAsync(cloud));
    }

    [Fact]
    public async Task The_timer_does_nothing_without_a_queue()
    {
        await using var cloud = await Cloud.StartAsync();

        await cloud.TimerAsync("ReceiveByClock").WaitAsync(TimeSpan.FromSeconds(10));
    }

    static async Task<string?> EndAsync(Cloud cloud)
    {
        var run = await Cloud.UntilAsync(
            async () => (await cloud.GetAsync("/api/runs")).GetProperty("runs").EnumerateArray().Select(item => item.GetProperty("id"))
                .Select(id => id.GetString()!).ToList(),
            found => found.Count == 1);
        return (await cloud.EndOfAsync(run[0])).GetProperty("runtimeStatus").GetString();
    }

    static Dictionary<string, object> EventOf(string key) => new()
    {
        ["version"] = "0",
        ["source"] = "aws.s3",
        ["detail-type"] = "Object Created",
        ["detail"] = new Dictionary<string, object>
        {
            ["bucket"] = new Dictionary<string, string> { ["name"] = "landing" },
            ["object"] = new Dictionary<string, string> { ["key"] = key },
            ["reason"] = "PutObject",
        },
    };

    /// <summary>Delivers one message until it is deleted, and then nothing.</summary>
    sealed class OneMessage(string body) : IQueuedEvents
    {
        readonly TaskCompletionSource _deleted = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "queue test";

        public TimeSpan Visibility => TimeSpan.FromMinutes(1);

        public Task Deleted => _deleted.Task;

        public async Task<IReadOnlyList<QueuedMessage>> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
        {
            if (!_deleted.Task.IsCompleted)
                return [new("1", "1", body, 1)];
            await Task.Delay(wait, cancellationToken);
            return [];
        }

        public Task ExtendAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DeleteAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken)
        {
            _deleted.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
