using System.Text;
using DuffBeer.Core.Ports;

namespace DuffBeer.Bench.Scale;

sealed record DurableStart(string InstanceId, string Name, string Input, DurableInstance? Parent, int ParentCall);

/// <param name="SubInstance">Null for an activity.</param>
sealed record DurableCall(int Index, string Name, string Input, string? SubInstance);

sealed record DurableResult(int Call, string Value);

/// <summary>One orchestration instance: its history, and the results that arrived since it last ran.</summary>
sealed class DurableInstance(DurableStart start)
{
    readonly List<DurableCall> _calls = [];
    readonly List<DurableResult> _results = [];
    readonly Queue<DurableResult> _inbox = new();
    bool _isAwake = true;

    public DurableStart Start => start;

    /// <summary>The orchestration's output; null while it runs.</summary>
    public string? Result { get; private set; }

    /// <summary>Events in the history: started, one per call, one per result, completed.</summary>
    public long Events { get; private set; } = 1;

    /// <summary>Bytes of the events' inputs and results.</summary>
    public long Bytes { get; private set; } = Encoding.UTF8.GetByteCount(start.Input);

    /// <summary>Adds a result; true if the instance must be woken for it.</summary>
    public bool Deliver(DurableResult result)
    {
        _inbox.Enqueue(result);
        return !_isAwake && (_isAwake = true);
    }

    /// <summary>Ends a run; true if further results have arrived, so that it must be woken again.</summary>
    public bool StaysAwake() => _isAwake = _inbox.Count > 0;

    /// <summary>
    /// Runs the code from its beginning against the history, then with the results that have arrived; returns its new calls.
    /// </summary>
    public IReadOnlyList<DurableCall> Replay(Func<IOrchestrationContext, string, Task<string>> orchestration, int resultsAtOnce)
    {
        var known = _calls.Count;
        var context = new DurableContext(this);
        var running = orchestration(context, start.Input);
        foreach (var result in _results)
            context.Settle(result);
        for (var arrived = 0; arrived < resultsAtOnce && _inbox.TryDequeue(out var result); arrived++)
        {
            _results.Add(result);
            Count(result.Value);
            context.Settle(result);
        }

        if (running.IsCompleted)
            Count(Result = running.GetAwaiter().GetResult());
        return _calls[known..];
    }

    /// <summary>Records a new call, or compares it with the recorded one.</summary>
    public void Record(DurableCall call)
    {
        if (call.Index < _calls.Count)
        {
            if (_calls[call.Index] != call)
                throw new InvalidOperationException(
                    $"{start.Name} is not deterministic: call {call.Index} was {_calls[call.Index].Name}, the replay has {call.Name}.");
            return;
        }

        _calls.Add(call);
        Count(call.Input);
    }

    void Count(string json)
    {
        Events++;
        Bytes += Encoding.UTF8.GetByteCount(json);
    }
}
