using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace DuffBeer.OpenLineage;

/// <summary>Takes an event to a collector, or to a file.</summary>
interface ILineageTransport : IDisposable
{
    /// <summary>Null if the event arrived; otherwise why not, and whether another try may help.</summary>
    Task<Refusal?> SendAsync(string json, CancellationToken cancellationToken);
}

/// <param name="MayPass">Another try may help.</param>
sealed record Refusal(string Reason, bool MayPass);

/// <summary>Sends events in the background, in their order. What cannot be sent is counted and dropped; no run waits for it.</summary>
sealed class LineageQueue : IDisposable
{
    const int Capacity = 10_000;
    const string ProcessEnds = "the process ends";
    static readonly TimeSpan[] s_waits = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2)];
    static readonly TimeSpan s_betweenWarnings = TimeSpan.FromMinutes(1);

    readonly Channel<string> _events = Channel.CreateBounded<string>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    readonly IReadOnlyList<ILineageTransport> _transports;
    readonly Action<string> _warn;
    readonly TimeProvider _time;
    readonly CancellationTokenSource _stop = new();
    readonly Lock _lock = new();
    readonly Task _loop;
    long _sent;
    long _dropped;
    long _unreported;
    long? _warned;

    public LineageQueue(IReadOnlyList<ILineageTransport> transports, Action<string> warn, TimeProvider time)
    {
        (_transports, _warn, _time) = (transports, warn, time);
        _loop = Task.Run(LoopAsync);
    }

    public long Sent => Interlocked.Read(ref _sent);

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How long the end of the process waits for events that are not sent yet.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    public void Add(JsonObject lineage)
    {
        if (!_events.Writer.TryWrite(lineage.ToJsonString()))
            Drop("they come faster than they can be sent");
    }

    public void Drop(string reason)
    {
        Interlocked.Increment(ref _dropped);
        lock (_lock)
        {
            _unreported++;
            if (_warned is { } last && _time.GetElapsedTime(last) < s_betweenWarnings)
                return;
            Report(reason);
        }
    }

    /// <summary>Sends what is left, for a few seconds.</summary>
    public void Dispose()
    {
        _events.Writer.TryComplete();
        if (!_loop.Wait(Patience))
        {
            _stop.Cancel();
            _loop.Wait();
        }

        while (_events.Reader.TryRead(out _))
            Drop(ProcessEnds);
        lock (_lock)
        {
            if (_unreported > 0)
                Report(ProcessEnds);
        }

        foreach (var transport in _transports)
            transport.Dispose();
        _stop.Dispose();
    }

    void Report(string reason)
    {
        var events = _unreported == 1 ? "1 event of lineage was" : $"{_unreported} events of lineage were";
        _warn($"{events} dropped: {reason}. Runs are not affected.");
        (_unreported, _warned) = (0, _time.GetTimestamp());
    }

    async Task LoopAsync()
    {
        var isDown = false;
        try
        {
            await foreach (var json in _events.Reader.ReadAllAsync(_stop.Token))
                isDown = await SendAsync(json, isDown);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Sends an event everywhere. True if a collector is down.</summary>
    async Task<bool> SendAsync(string json, bool isDown)
    {
        var refusals = new List<Refusal>();
        try
        {
            foreach (var transport in _transports)
            {
                // While a collector is down, each event has one try, so that the queue does not fill.
                if (await SendAsync(transport, json, isDown ? 0 : s_waits.Length) is { } refusal)
                    refusals.Add(refusal);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Drop(ProcessEnds);
            throw;
        }

        if (refusals.Count == 0)
            Interlocked.Increment(ref _sent);
        else
            Drop(refusals[0].Reason);
        return refusals.Any(refusal => refusal.MayPass);
    }

    async Task<Refusal?> SendAsync(ILineageTransport transport, string json, int retries)
    {
        for (var turn = 0; ; turn++)
        {
            var refusal = await transport.SendAsync(json, _stop.Token);
            if (refusal is not { MayPass: true } || turn == retries)
                return refusal;
            await Task.Delay(s_waits[turn], _time, _stop.Token);
        }
    }
}
