using DuffBeer.Core.Ports;

namespace DuffBeer.Functions.Tests.Engine;

/// <summary>Blocks the writes of some keys until opened.</summary>
sealed class Gate(Func<string, bool> holds)
{
    readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a write is blocked.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public void Open() => _opened.TrySetResult();

    public IObjectStore Around(IObjectStore store) => new WriteHook(store, key =>
    {
        if (!holds(key))
            return Task.CompletedTask;
        _reached.TrySetResult();
        return _opened.Task;
    });
}
