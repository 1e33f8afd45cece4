using System.Diagnostics;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Api.Tests.Events;

public sealed class QueueReceiverTests : IAsyncLifetime
{
    const int QueueFailed = 5004;
    const int NoEvent = 5005;
    const int MessageLeft = 5006;

    readonly CancellationTokenSource _stop = new(TimeSpan.FromMinutes(1));
    readonly MemoryQueue _queue = new();
    Server _server = null!;
    WebhookHost _host = null!;

    public async Task InitializeAsync()
    {
        _server = await Server.StartAsync();
        _host = await WebhookHost.StartAsync(_server);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_message_is_deleted_once_its_event_is_recorded()
    {
        var gate = new TaskCompletionSource();
        _host.Landing = () => gate.Task;
        _host.Lake = () => gate.Task;
        _queue.Send(_host.Put());
        var receiving = ReceiveAsync();

        await Task.Delay(300);
        Assert.Single(_queue.Left);
        gate.SetResult();
        await UntilAsync(() => _queue.Left.Count == 0);

        Assert.Single(_host.Started);
        await StopAsync(receiving);
    }

    [Fact]
    public async Task A_message_whose_event_cannot_be_recorded_is_taken_at_a_later_delivery()
    {
        var fails = true;
        _host.Starts = () => fails
            ? throw new TransientException(ProblemCode.EngineUnavailable, "The task hub did not respond.")
            : Task.CompletedTask;
        _queue.Send(_host.Put());
        var receiving = ReceiveAsync();

        await UntilAsync(() => Logged(MessageLeft) > 0);
        Assert.Single(_queue.Left);
        fails = false;
        await UntilAsync(() => _queue.Left.Count == 0);

        Assert.Single(_host.Started);
        await StopAsync(receiving);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("""{"source":"\ud800"}""")]
    public async Task What_is_no_event_is_left_and_logged_once(string message)
    {
        _queue.Send(message);
        _queue.Send(_host.Put());
        _queue.Send(S3Event.Of("other/key.csv"));
        var receiving = ReceiveAsync();

        await UntilAsync(() => _queue.Deliveries(message) > 5);

        Assert.Equal([message], _queue.Left);
        Assert.Equal(1, Logged(NoEvent));
        await StopAsync(receiving);
    }

    [Fact]
    public async Task A_message_stays_hidden_while_its_event_is_recorded()
    {
        _queue.Visibility = TimeSpan.FromMilliseconds(100);
        _host.Landing = () => Task.Delay(400);
        _queue.Send(_host.Put());
        var receiving = ReceiveAsync();

        await UntilAsync(() => _queue.Left.Count == 0);

        Assert.True(_queue.Extensions >= 3, $"{_queue.Extensions}");
        await StopAsync(receiving);
    }

    [Fact]
    public async Task A_queue_that_fails_is_tried_again_after_growing_pauses()
    {
        _queue.Failure = new TransientException(ProblemCode.EngineUnavailable, "no answer");
        _queue.Send(_host.Put());
        var started = Stopwatch.GetTimestamp();
        var receiving = ReceiveAsync();

        await UntilAsync(() => Logged(QueueFailed) >= 2);
        // The pauses are at least half of one second and half of two.
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(0.5));
        Assert.InRange(_queue.Receives, 2, 3);
        _queue.Failure = null;
        await UntilAsync(() => _queue.Left.Count == 0);
        await StopAsync(receiving);
    }

    [Fact]
    public async Task It_stops_at_once_while_it_waits_for_messages()
    {
        var receiving = ReceiveAsync();
        await UntilAsync(() => _queue.Receives > 0);

        await StopAsync(receiving);
    }

    [Fact]
    public async Task It_ends_after_its_turn_and_never_waits_beyond_it()
    {
        var started = Stopwatch.GetTimestamp();

        await _host.Api.ReceiveAsync(_queue, TimeSpan.FromSeconds(2.5), _stop.Token);

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        Assert.All(_queue.Waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
    }

    int Logged(int what) => _host.Logs.Lines.Count(line => line.Event == what);

    Task ReceiveAsync() => Task.Run(() => _host.Api.ReceiveAsync(_queue, duration: null, _stop.Token));

    async Task StopAsync(Task receiving)
    {
        await _stop.CancelAsync();
        await receiving.WaitAsync(TimeSpan.FromSeconds(10));
    }

    async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
            await Task.Delay(10, _stop.Token);
    }

    /// <summary>Delivers every message that is left each time.</summary>
    sealed class MemoryQueue : IQueuedEvents
    {
        readonly List<string> _messages = [];
        readonly Dictionary<string, int> _deliveries = [];

        public string Name => "queue test";

        public TimeSpan Visibility { get; set; } = TimeSpan.FromMinutes(1);

        public Exception? Failure { get; set; }

        public int Receives { get; private set; }

        public int Extensions { get; private set; }

        public List<TimeSpan> Waits { get; } = [];

        public IReadOnlyList<string> Left
        {
            get
            {
                lock (_messages)
                    return [.. _messages];
            }
        }

        public void Send(string body) => _messages.Add(body);

        public int Deliveries(string body)
        {
            lock (_messages)
                return _deliveries.GetValueOrDefault(body);
        }

        public async Task<IReadOnlyList<QueuedMessage>> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
        {
            Receives++;
            Waits.Add(wait);
            if (Failure is { } failure)
                throw failure;
            if (Left.Count == 0)
                await Task.Delay(wait, cancellationToken);
            lock (_messages)
            {
                foreach (var body in _messages)
                    _deliveries[body] = _deliveries.GetValueOrDefault(body) + 1;
                return [.. _messages.Select(body => new QueuedMessage(body, body, body, _deliveries[body]))];
            }
        }

        public Task ExtendAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken)
        {
            Extensions++;
            return Task.CompletedTask;
        }

        public Task DeleteAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken)
        {
            lock (_messages)
                _messages.RemoveAll(body => messages.Any(message => message.Body == body));
            return Task.CompletedTask;
        }
    }
}
