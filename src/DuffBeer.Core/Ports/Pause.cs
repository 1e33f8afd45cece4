namespace DuffBeer.Core.Ports;

/// <summary>Pauses between the tries of one request, with jitter, so that competing callers do not stay in step.</summary>
public static class Pause
{
    const int Longest = 2000;

    /// <summary>Waits for a random time, whose limit doubles with each failure up to two seconds.</summary>
    /// <param name="failures">The tries that have failed, from 1.</param>
    /// <param name="first">The limit after the first failure, in milliseconds.</param>
    public static Task AfterAsync(int failures, int first, TimeProvider time, CancellationToken cancellationToken)
    {
        var limit = Math.Min(Longest, (long)first << Math.Min(failures - 1, 16));
        return Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * limit), time, cancellationToken);
    }
}
