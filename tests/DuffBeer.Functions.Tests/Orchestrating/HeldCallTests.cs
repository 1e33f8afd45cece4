using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Functions.Orchestrating;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>How an orchestration waits with a held call: the record decides, whatever becomes of events.</summary>
public sealed class HeldCallTests
{
    static readonly IngestFile.Input s_attempt = new("duff_orders-0123456789abcdef", 1);

    readonly Hub _hub = new();

    [Fact]
    public void A_call_that_is_held_although_the_run_was_resumed_meanwhile_goes_on_at_once()
    {
        _hub.IsSuspended = false;

        Assert.True(CallAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public void An_event_during_a_check_is_not_lost()
    {
        var call = CallAsync();
        var answer = _hub.Slow = new();
        _hub.Timers[0].SetResult();

        // The check found the run suspended, and its answer is on its way.
        _hub.IsSuspended = false;
        _hub.Raise();
        _hub.Slow = null;
        answer.SetResult();

        Assert.True(call.IsCompletedSuccessfully);
    }

    [Fact]
    public void Events_from_before_the_suspension_are_one()
    {
        for (var times = 0; times < 5; times++)
            _hub.Raise();

        Assert.False(CallAsync().IsCompleted);
        Assert.InRange(_hub.Checks, 1, 2);
    }

    [Fact]
    public void A_store_that_does_not_answer_leaves_the_run_suspended()
    {
        _hub.IsAway = true;
        var call = CallAsync();
        _hub.Raise();
        Assert.False(call.IsCompleted);

        (_hub.IsAway, _hub.IsSuspended) = (false, false);
        _hub.Raise();

        Assert.True(call.IsCompletedSuccessfully);
    }

    /// <summary>Calls an activity, which is held once.</summary>
    Task<Costed<bool>> CallAsync() => new DurableOrchestration(_hub, s_attempt).CallAsync(IngestFile.Publish, s_attempt);

    /// <summary>An engine whose listeners for events are a stack, on which cancelled ones stay: as in Durable Task 1.28.</summary>
    sealed class Hub : TaskOrchestrationContext
    {
        readonly Stack<TaskCompletionSource<bool>> _listeners = [];
        int _buffered;
        bool _wasHeld;

        public bool IsSuspended { get; set; } = true;

        /// <summary>The store of the record does not answer.</summary>
        public bool IsAway { get; set; }

        /// <summary>Delays the answers of checks.</summary>
        public TaskCompletionSource? Slow { get; set; }

        public int Checks { get; private set; }

        public List<TaskCompletionSource> Timers { get; } = [];

        public override TaskName Name => "test";
        public override string InstanceId => IngestFile.InstanceOf(s_attempt.RunId, s_attempt.Attempt);
        public override ParentOrchestrationInstance? Parent => null;
        public override DateTime CurrentUtcDateTime => DateTime.UnixEpoch;
        public override bool IsReplaying => false;
        protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

        public void Raise()
        {
            if (_listeners.TryPop(out var listener))
                listener.TrySetResult(true);
            else
                _buffered++;
        }

        public override async Task<T> CallActivityAsync<T>(TaskName name, object? input = null, TaskOptions? options = null)
        {
            if (name.Name == Suspension.Activity)
                return (T)(object)new Outcome<bool>(await CheckAsync(), null);
            if (!_wasHeld)
            {
                _wasHeld = true;
                return default!;
            }

            return (T)(object)new Outcome<Costed<bool>>(new(true, CostDrivers.None), null);
        }

        public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
        {
            Timers.Add(new());
            return Timers[^1].Task;
        }

        public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        {
            var listener = new TaskCompletionSource<bool>();
            cancellationToken.Register(() => listener.TrySetCanceled(cancellationToken));
            _listeners.Push(listener);
            if (_buffered > 0)
            {
                _buffered--;
                Raise();
            }

            return (Task<T>)(object)listener.Task;
        }

        public override Task<T> CallSubOrchestratorAsync<T>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
            throw new NotSupportedException();

        public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
            throw new NotSupportedException();

        public override T? GetInput<T>() where T : default => throw new NotSupportedException();

        public override Guid NewGuid() => throw new NotSupportedException();

        public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

        public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

        async Task<bool> CheckAsync()
        {
            Checks++;
            if (IsAway)
                throw new TaskFailedException(
                    Suspension.Activity, 1, new TransientException(ProblemCode.StoreUnavailable, "<StoreUnavailable> It is away."));
            var found = IsSuspended;
            if (Slow is { } slow)
                await slow.Task;
            return found;
        }
    }
}
