using DuffBeer.Core.Failures;

namespace DuffBeer.Golden.Tests.Faults;

/// <summary>Decides, repeatably, which of a store's calls fail; calls are numbered from 0.</summary>
sealed class Weather(Func<int, bool> strikes)
{
    readonly Lock _lock = new();
    int _calls;

    /// <param name="share">Share of all calls, 0 to 1.</param>
    public Weather(int seed, double share)
        : this(Rain(seed, share))
    {
    }

    public static Weather Calm => new(_ => false);

    public int Strikes { get; private set; }

    /// <summary>From this call on every call fails, as if the process had died there.</summary>
    public static Weather DeadFrom(int call) => new(number => number >= call);

    public bool Strike()
    {
        lock (_lock)
        {
            if (!strikes(_calls++))
                return false;
            Strikes++;
            return true;
        }
    }

    public void Throttle(string call)
    {
        if (Strike())
            throw Failure($"{call}: slow down");
    }

    public static TransientException Failure(string message) => new(ProblemCode.StoreUnavailable, message);

    static Func<int, bool> Rain(int seed, double share)
    {
        var random = new Random(seed);
        return _ => random.NextDouble() < share;
    }
}
