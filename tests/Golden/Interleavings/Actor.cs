using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.Interleavings;

/// <summary>A task that stops before each of its steps until the explorer permits the step.</summary>
sealed class Actor(string name)
{
    TaskCompletionSource? _next;
    Func<bool>? _isFree;
    readonly SortedDictionary<string, string> _seen = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>The next step.</summary>
    public string Step { get; private set; } = "";

    /// <summary>The actor's work; completed once it has ended, successfully or not.</summary>
    public Task Work { get; private set; } = Task.CompletedTask;

    public bool IsKilled { get; private set; }

    /// <summary>Runs freely, without the explorer: for preparation and checks.</summary>
    public bool IsFree { get; init; }

    public bool HasEnded => IsKilled || Work.IsCompleted;

    public bool CanStep => !HasEnded && (_isFree?.Invoke() ?? true);

    /// <summary>
    /// The latest answer to each of the actor's queries. It determines the actor's future: two actors with equal state behave alike.
    /// </summary>
    public string State => HasEnded ? "ended" : $"{Step} {string.Join(' ', _seen.Select(seen => $"{seen.Key}={seen.Value}"))}";

    /// <summary>Runs up to the first step.</summary>
    public void Begin(Func<Task> work)
    {
        Work = work();
        Settle();
    }

    /// <summary>Called by the actor's work before a step.</summary>
    public Task StepAsync(string step) => WaitAsync(step, isFree: null);

    /// <summary>Called by the actor's work: waits until a condition holds and the explorer permits the next step.</summary>
    public Task WaitAsync(string step, Func<bool>? isFree)
    {
        if (IsFree)
            return Task.CompletedTask;
        (Step, _isFree) = (step, isFree);
        var next = new TaskCompletionSource();
        Volatile.Write(ref _next, next);
        return next.Task;
    }

    /// <summary>Records an answer and returns it.</summary>
    public ObjectStat? Saw(ObjectStat? stat)
    {
        Saw(stat?.ETag ?? "nothing");
        return stat;
    }

    /// <summary>Replaces all recorded answers by this one, because they no longer affect what follows.</summary>
    public void Forget(string but)
    {
        _seen.Clear();
        _seen[but] = "";
    }

    public void Saw(string answer) => _seen[Step] = answer;

    /// <summary>Takes one step: runs up to the next one or the end.</summary>
    public void Take()
    {
        var next = Interlocked.Exchange(ref _next, null)!;
        next.SetResult();
        Settle();
    }

    /// <summary>Kills the actor's process at this point.</summary>
    public void Kill() => IsKilled = true;

    // Continuations run on the explorer's thread, except for work sent to other threads.
    void Settle()
    {
        if (!SpinWait.SpinUntil(() => Work.IsCompleted || Volatile.Read(ref _next) is not null, TimeSpan.FromSeconds(60)))
            throw new InvalidOperationException($"{name} waits for something else than the explorer, after {Step}.");
    }
}
