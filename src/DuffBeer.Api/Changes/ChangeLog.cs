using System.Security.Cryptography;

namespace DuffBeer.Api.Changes;

/// <param name="Name"><c>snapshot</c>, <c>refresh</c> or <c>run</c>.</param>
sealed record Change(long Number, string Name, string Json);

/// <summary>The latest changes, numbered, for viewers that continue where they stopped.</summary>
sealed class ChangeLog
{
    const int Kept = 512;

    readonly Lock _lock = new();
    readonly Queue<Change> _changes = new();
    readonly Dictionary<string, Change> _states = [];
    TaskCompletionSource _more = NewSignal();
    long _last;

    /// <summary>Distinguishes the numbers of this process, since it began to watch, from others.</summary>
    public string Epoch { get; private set; } = NewEpoch();

    /// <param name="isState">It says how things are, so new viewers get it too.</param>
    public void Add(string name, string json, bool isState)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            if (isState && _states.GetValueOrDefault(name)?.Json == json)
                return;
            var change = new Change(++_last, name, json);
            _changes.Enqueue(change);
            if (_changes.Count > Kept)
                _changes.Dequeue();
            if (isState)
                _states[name] = change;
            (more, _more) = (_more, NewSignal());
        }

        more.SetResult();
    }

    /// <summary>Forgets everything: changes will be missed until the watching begins again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _changes.Clear();
            _states.Clear();
            Epoch = NewEpoch();
        }
    }

    /// <summary>The changes after the one with this id; null if some of them are no longer known.</summary>
    public IReadOnlyList<Change>? After(string id)
    {
        lock (_lock)
        {
            return id.Split('-') is [var epoch, var text] && epoch == Epoch && long.TryParse(text, out var number)
                && number <= _last && (_changes.Count == 0 ? number == _last : number >= _changes.Peek().Number - 1)
                ? [.. _changes.Where(change => change.Number > number)]
                : null;
        }
    }

    /// <summary>How things are now, and the id to continue from.</summary>
    public (IReadOnlyList<Change> States, string Id) Now()
    {
        lock (_lock)
            return ([.. _states.Values.OrderBy(change => change.Number)], IdOf(_last));
    }

    public string IdOf(long number) => FormattableString.Invariant($"{Epoch}-{number}");

    /// <summary>Completes with the next change.</summary>
    public Task NextAsync()
    {
        lock (_lock)
            return _more.Task;
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    static string NewEpoch() => RandomNumberGenerator.GetHexString(8, lowercase: true);
}
