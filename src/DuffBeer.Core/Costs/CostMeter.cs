using System.Diagnostics;

namespace DuffBeer.Core.Costs;

/// <summary>Sums what the work under way takes, counted where it is taken: by whoever sends a request or writes an object.</summary>
/// <remarks>It belongs to the method that began it and to all that this calls, on whatever thread. Counts come a request or a chunk at a time, never a row.</remarks>
public sealed class CostMeter
{
    static readonly AsyncLocal<CostMeter?> s_current = new();

    readonly long _began = Stopwatch.GetTimestamp();
    readonly Lock _lock = new();
    CostDrivers _spent;

    CostMeter(CostDrivers before) => _spent = before;

    /// <summary>What was taken so far, and the time since the meter began.</summary>
    public CostDrivers Spent
    {
        get
        {
            lock (_lock)
                return _spent + new CostDrivers { ActivityMilliseconds = (long)Stopwatch.GetElapsedTime(_began).TotalMilliseconds };
        }
    }

    /// <summary>Measures the calling method from here to its return; it must be asynchronous, or the meter would go on in its caller.</summary>
    /// <param name="before">What is added to the sum from the beginning.</param>
    public static CostMeter Begin(CostDrivers? before = null) => s_current.Value = new(before ?? CostDrivers.None);

    /// <summary>Counts; nothing where nobody measures.</summary>
    public static void Spend(CostDrivers spent)
    {
        if (s_current.Value is not { } meter)
            return;
        lock (meter._lock)
            meter._spent += spent;
    }
}
