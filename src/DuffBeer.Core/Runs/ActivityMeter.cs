using System.Collections.Concurrent;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

/// <summary>Measures the cost of activities, so that each result carries it.</summary>
/// <remarks>
/// A failed try has no result, so its cost is added to the next result of its instance in this process. That cost is lost if no result
/// follows here: the process is killed, or the next try runs elsewhere.
/// </remarks>
public sealed class ActivityMeter
{
    /// <summary>Costs of failed tries are dropped at this many instances, so that those of abandoned ones do not accumulate.</summary>
    const int MostInstances = 1000;

    readonly ConcurrentDictionary<string, CostDrivers> _left = new(StringComparer.Ordinal);

    /// <summary>Wraps an activity and measures it.</summary>
    /// <param name="instanceOf">Gives the id of the run's attempt, or of the refresh, that the input belongs to.</param>
    public IActivity<TInput, Costed<TOutput>> Of<TInput, TOutput>(IActivity<TInput, TOutput> activity, Func<TInput, string> instanceOf) =>
        new Measured<TInput, TOutput>(this, activity, instanceOf);

    /// <summary>Does the work and returns its cost, also after a terminal failure.</summary>
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

    /// <summary>Removes and returns the cost of the instance's failed tries that no result carries yet.</summary>
    public CostDrivers Take(string instance) => _left.TryRemove(instance, out var left) ? left : CostDrivers.None;

    void Leave(string instance, CostDrivers spent)
    {
        if (_left.Count >= MostInstances)
            _left.Clear();
        _left.AddOrUpdate(instance, spent, (_, before) => before + spent);
    }

    sealed class Measured<TInput, TOutput>(
        ActivityMeter meter, IActivity<TInput, TOutput> activity, Func<TInput, string> instanceOf) : IActivity<TInput, Costed<TOutput>>
    {
        public Task<Costed<TOutput>> RunAsync(TInput input, CancellationToken cancellationToken) =>
            meter.MeasureAsync(instanceOf(input), _ => activity.RunAsync(input, cancellationToken));
    }
}
