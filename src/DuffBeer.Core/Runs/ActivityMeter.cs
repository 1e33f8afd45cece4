using System.Collections.Concurrent;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

/// <summary>Measures what activities cost, so that each result carries it.</summary>
/// <remarks>
/// A try that failed and is made again has no result: what it took goes with the next result of its instance that this process gives. It is lost where no other
/// follows here, for the process was killed or the try after it is made elsewhere.
/// </remarks>
public sealed class ActivityMeter
{
    /// <summary>Instances that were given up after a failed try, and that nobody will ask for, stay no longer than until there are so many.</summary>
    const int MostInstances = 1000;

    readonly ConcurrentDictionary<string, CostDrivers> _left = new(StringComparer.Ordinal);

    /// <summary>The activity, measured.</summary>
    /// <param name="instanceOf">What names the run's attempt, or the refresh, that the input belongs to.</param>
    public IActivity<TInput, Costed<TOutput>> Of<TInput, TOutput>(IActivity<TInput, TOutput> activity, Func<TInput, string> instanceOf) =>
        new Measured<TInput, TOutput>(this, activity, instanceOf);

    /// <summary>Does a piece of work and tells what it cost, also where it failed for good.</summary>
    public async Task<Costed<T>> MeasureAsync<T>(string instance, Func<CostMeter, Task<T>> work)
    {
        var before = Take(instance);
        var meter = CostMeter.Begin(before);
        try
        {
            return new(await work(meter), meter.Spent);
        }
        catch (TerminalException failure)
        {
            return new(default, meter.Spent, failure.ToProblem());
        }
        catch
        {
            Leave(instance, meter.Spent);
            throw;
        }
        finally
        {
            Telemetry.Spent(meter.Spent - before);
        }
    }

    /// <summary>What failed tries of the instance took and no result has carried yet.</summary>
    public CostDrivers Take(string instance) => _left.TryRemove(instance, out var left) ? left : CostDrivers.None;

    void Leave(string instance, CostDrivers spent)
    {
        if (_left.Count >= MostInstances)
            _left.Clear();
        _left.AddOrUpdate(instance, spent, (_, before) => before + spent);
    }

    sealed class Measured<TInput, TOutput>(ActivityMeter meter, IActivity<TInput, TOutput> activity, Func<TInput, string> instanceOf) : IActivity<TInput, Costed<TOutput>>
    {
        public Task<Costed<TOutput>> RunAsync(TInput input, CancellationToken cancellationToken) =>
            meter.MeasureAsync(instanceOf(input), _ => activity.RunAsync(input, cancellationToken));
    }
}
