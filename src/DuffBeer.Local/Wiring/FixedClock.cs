namespace DuffBeer.Local.Wiring;

/// <summary>A clock fixed at <c>--now</c>; durations and timers are real.</summary>
sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
