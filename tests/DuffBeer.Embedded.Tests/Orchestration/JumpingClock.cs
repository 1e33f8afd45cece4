namespace DuffBeer.Embedded.Tests.Orchestration;

/// <summary>A clock that each wait advances at once by its length; when stopped, waits never end.</summary>
sealed class JumpingClock(DateTimeOffset start) : TimeProvider
{
    readonly Lock _lock = new();
    readonly List<TimeSpan> _waits = [];
    DateTimeOffset _now = start;

    public bool IsStopped { get; init; }

    /// <summary>How far each reading advances the clock.</summary>
    public TimeSpan Tick { get; init; }

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock)
                return [.. _waits];
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now += Tick;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _waits.Add(dueTime);
            if (!IsStopped)
                _now += dueTime;
        }

        return System.CreateTimer(callback, state, IsStopped ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
