using System.Diagnostics;

namespace DuffBeer.Core.Costs;

/// <summary>Sums the resources that current work uses, counted where a request is sent or an object is written.</summary>
/// <remarks>
/// It belongs to the method that started it and everything it calls, on any thread. Counts are added per request or chunk, never per row.
/// </remarks>
public sealed class CostMeter
{
    static readonly AsyncLocal<CostMeter?> s_current = new();

    readonly long _began = Stopwatch.GetTimestamp();
    readonly Lock _lock = new();
    CostDrivers _spent;

    CostMeter(CostDrivers before) => _spent = before;

    /// <summary>The sum so far, and the time since the meter started.</summary>
    public CostDrivers Spent
    {
        get
        {
            lock (_lock)
                return _spent + new CostDrivers { ActivityMilliseconds = (long)Stopwatch.GetElapsedTime(_began).TotalMilliseconds };
        }
    }

    /// <summary>
    /// Measures the calling method until it returns. The method must be asynchronous, or the meter would continue in its caller.
    /// </summary>
    /// <param name="before">The initial sum.</param>
    public static CostMeter Begin(CostDrivers? before = null) => s_current.Value = new(before ?? CostDrivers.None);

    /// <summary>Adds counts; does nothing if no meter is active.</summary>
    public static void Spend(CostDrivers spent)
    {
        if (s_current.Value is not { } meter)
            return;
        lock (meter._lock)
            meter._spent += spent;
    }
}
