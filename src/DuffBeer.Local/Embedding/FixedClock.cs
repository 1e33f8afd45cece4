namespace DuffBeer.Local.Embedding;

/// <summary>A clock that stands at <c>--now</c>; time spans and timers stay real.</summary>
sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
