namespace DuffBeer.Reliability.Tests.Faults;

/// <summary>A clock that is set forward and back by up to two days between any two looks. A pause takes no time.</summary>
sealed class JumpingClock(Random random) : TimeProvider
{
    const int MostMinutes = 2 * 24 * 60;

    static readonly DateTimeOffset s_begin = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (random)
            return s_begin.AddMinutes(random.Next(-MostMinutes, MostMinutes));
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        callback(state);
        return base.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
