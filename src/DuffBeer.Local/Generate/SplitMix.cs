namespace DuffBeer.Local.Generate;

/// <summary>The SplitMix64 generator: integers and exact scaling only, so a seed gives the same numbers on any machine.</summary>
sealed class SplitMix(ulong seed)
{
    ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>An integer from 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)((Next() >> 32) * (ulong)bound >> 32);

    /// <summary>True with that probability; 0 never, 1 always.</summary>
    public bool Chance(double share) => (Next() >> 11) * (1.0 / (1UL << 53)) < share;

    public T Pick<T>(IReadOnlyList<T> among) => among[Below(among.Count)];
}
