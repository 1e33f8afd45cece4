using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

/// <summary>The calls of one orchestration, and the sum of what they cost: it follows from their results alone, so every replay comes to the same.</summary>
sealed class CostedCalls(IOrchestrationContext context)
{
    /// <summary>Of all calls that have ended, failed ones too.</summary>
    public CostDrivers Cost { get; private set; } = CostDrivers.None;

    public async Task<TOutput> CallAsync<TInput, TOutput>(ActivityName<TInput, Costed<TOutput>> activity, TInput input) =>
        (await AllAsync([context.CallAsync(activity, input)]))[0];

    /// <summary>Makes a call for each input, side by side; the problem of the first that failed is thrown once all have ended.</summary>
    public Task<IReadOnlyList<TOutput>> CallAllAsync<TInput, TOutput>(ActivityName<TInput, Costed<TOutput>> activity, IEnumerable<TInput> inputs) =>
        AllAsync(inputs.Select(input => context.CallAsync(activity, input)));

    /// <summary>The same of orchestrations.</summary>
    public Task<IReadOnlyList<TOutput>> CallAllAsync<TInput, TOutput>(
        OrchestrationName<TInput, Costed<TOutput>> orchestration, IEnumerable<TInput> inputs, Func<TInput, string> instanceOf) =>
        AllAsync(inputs.Select(input => context.CallSubOrchestrationAsync(orchestration, input, instanceOf(input))));

    async Task<IReadOnlyList<T>> AllAsync<T>(IEnumerable<Task<Costed<T>>> calls)
    {
        var ended = await Task.WhenAll(calls.Select(EndOfAsync));
        Cost += CostDrivers.Sum(ended.Select(call => call.Cost));
        return ended.FirstOrDefault(call => call.Problem is not null)?.Problem is { } problem
            ? throw problem.ToException()
            : [.. ended.Select(call => call.Value!)];
    }

    // A call that was tried in vain ends with an exception; the others beside it have cost something all the same.
    static async Task<Costed<T>> EndOfAsync<T>(Task<Costed<T>> call)
    {
        var end = await Outcome.OfAsync(call);
        return end.Value ?? new(default, CostDrivers.None, end.Problem);
    }
}
