using DuffBeer.Core.Failures;

namespace DuffBeer.Golden.Tests.Faults;

/// <summary>Decides, repeatably, which of a store's calls fail.</summary>
/// <param name="share">Of all calls, 0 to 1.</param>
sealed class Weather(int seed, double share)
{
    readonly Random _random = new(seed);
    readonly Lock _lock = new();

    public int Strikes { get; private set; }

    public static Weather Calm => new(seed: 0, share: 0);

    public bool Strike()
    {
        lock (_lock)
        {
            if (_random.NextDouble() >= share)
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
}
