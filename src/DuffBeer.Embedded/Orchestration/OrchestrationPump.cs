namespace DuffBeer.Embedded.Orchestration;

/// <summary>Runs an orchestration's code step by step: all awaits continue here, so their order is the journal's.</summary>
sealed class OrchestrationPump : SynchronizationContext
{
    readonly Queue<(SendOrPostCallback Callback, object? State)> _work = new();
    int _thread;

    /// <summary>The code awaited something outside its context, so its order can no longer be repeated.</summary>
    public bool HasStrayed { get; private set; }

    public bool IsCurrent => Volatile.Read(ref _thread) == Environment.CurrentManagedThreadId;

    /// <summary>Runs the step and its continuations until the code waits for a call.</summary>
    public void Run(Action step)
    {
        var before = Current;
        SetSynchronizationContext(this);
        Volatile.Write(ref _thread, Environment.CurrentManagedThreadId);
        try
        {
            step();
            while (_work.TryDequeue(out var work))
                work.Callback(work.State);
        }
        finally
        {
            Volatile.Write(ref _thread, 0);
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
            _work.Enqueue((d, state));
        else
            HasStrayed = true;
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("An orchestration does not block.");

    public override SynchronizationContext CreateCopy() => this;
}
