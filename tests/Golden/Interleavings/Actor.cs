using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.Interleavings;

/// <summary>A piece of work that stops before each of its steps until the explorer lets it take the step.</summary>
sealed class Actor(string name)
{
    TaskCompletionSource? _next;
    Func<bool>? _isFree;
    readonly SortedDictionary<string, string> _seen = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>The step that it takes next.</summary>
    public string Step { get; private set; } = "";

    /// <summary>Its work; completed once it has ended, well or badly.</summary>
    public Task Work { get; private set; } = Task.CompletedTask;

    public bool IsKilled { get; private set; }

    /// <summary>Takes its steps without asking the explorer: for what is prepared and what is checked.</summary>
    public bool IsFree { get; init; }

    public bool HasEnded => IsKilled || Work.IsCompleted;

    public bool CanStep => !HasEnded && (_isFree?.Invoke() ?? true);

    /// <summary>What it will do follows from what it saw last of everything that it looked at: two actors with the same state go on alike.</summary>
    public string State => HasEnded ? "ended" : $"{Step} {string.Join(' ', _seen.Select(seen => $"{seen.Key}={seen.Value}"))}";

    /// <summary>Runs until its first step.</summary>
    public void Begin(Func<Task> work)
    {
        Work = work();
        Settle();
    }

    /// <summary>Called by the actor's own work before a step.</summary>
    public Task StepAsync(string step) => WaitAsync(step, isFree: null);

    /// <summary>Called by the actor's own work: waits until something holds, and until the explorer lets it go on.</summary>
    public Task WaitAsync(string step, Func<bool>? isFree)
    {
        if (IsFree)
            return Task.CompletedTask;
        (Step, _isFree) = (step, isFree);
        var next = new TaskCompletionSource();
        Volatile.Write(ref _next, next);
        return next.Task;
    }

    /// <summary>Remembers an answer; returns it.</summary>
    public ObjectStat? Saw(ObjectStat? stat)
    {
        Saw(stat?.ETag ?? "nothing");
        return stat;
    }

    /// <summary>What it has seen so far has no bearing on what it does next, but for this.</summary>
    public void Forget(string but)
    {
        _seen.Clear();
        _seen[but] = "";
    }

    public void Saw(string answer) => _seen[Step] = answer;

    /// <summary>Takes one step, up to the next one or the end.</summary>
    public void Take()
    {
        var next = Interlocked.Exchange(ref _next, null)!;
        next.SetResult();
        Settle();
    }

    /// <summary>Its process dies here.</summary>
    public void Kill() => IsKilled = true;

    // Continuations run on the explorer's thread, but for those that the work sent elsewhere.
    void Settle()
    {
        if (!SpinWait.SpinUntil(() => Work.IsCompleted || Volatile.Read(ref _next) is not null, TimeSpan.FromSeconds(60)))
            throw new InvalidOperationException($"{name} waits for something else than the explorer, after {Step}.");
    }
}
