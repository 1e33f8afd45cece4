using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

/// <summary>The calls of one orchestration and their total cost, derived from results alone, so every replay gives the same sum.</summary>
sealed class CostedCalls(IOrchestrationContext context)
{
    /// <summary>The cost of all calls that have ended, failed ones included.</summary>
    public CostDrivers Cost { get; private set; } = CostDrivers.None;

    public async Task<TOutput> CallAsync<TInput, TOutput>(ActivityName<TInput, Costed<TOutput>> activity, TInput input) =>
        (await AllAsync([context.CallAsync(activity, input)]))[0];

    /// <summary>Makes one call per input, in parallel, and throws the problem of the first failed call after all have ended.</summary>
    public Task<IReadOnlyList<TOutput>> CallAllAsync<TInput, TOutput>(
        ActivityName<TInput, Costed<TOutput>> activity, IEnumerable<TInput> inputs) =>
        AllAsync(inputs.Select(input => context.CallAsync(activity, input)));

    /// <summary>
    /// The same for sub-orchestrations, of which at most <paramref name="atATime"/> are under way. After a failure no other begins.
    /// </summary>
    public async Task<IReadOnlyList<TOutput>> CallAllAsync<TInput, TOutput>(
        OrchestrationName<TInput, Costed<TOutput>> orchestration,
        IReadOnlyList<TInput> inputs,
        Func<TInput, string> instanceOf,
        int atATime)
    {
        var ended = new Costed<TOutput>?[inputs.Count];
        var (next, hasFailed) = (-1, false);
        await Task.WhenAll(Enumerable.Range(0, atATime).Select(_ => WorkAsync()));
        return ResultsOf([.. ended.OfType<Costed<TOutput>>()]);

        async Task WorkAsync()
        {
            while (!hasFailed && Interlocked.Increment(ref next) is var place && place < inputs.Count)
            {
                ended[place] = await EndOfAsync(
                    context.CallSubOrchestrationAsync(orchestration, inputs[place], instanceOf(inputs[place])));
                hasFailed |= ended[place]!.Problem is not null;
            }
        }
    }

    async Task<IReadOnlyList<T>> AllAsync<T>(IEnumerable<Task<Costed<T>>> calls) => ResultsOf(await Task.WhenAll(calls.Select(EndOfAsync)));

    IReadOnlyList<T> ResultsOf<T>(IReadOnlyList<Costed<T>> ended)
    {
        Cost += CostDrivers.Sum(ended.Select(call => call.Cost));
        return ended.FirstOrDefault(call => call.Problem is not null)?.Problem is { } problem
            ? throw problem.ToException()
            : [.. ended.Select(call => call.Value!)];
    }

    // A call whose tries are exhausted ends with an exception, but the calls beside it still count.
    static async Task<Costed<T>> EndOfAsync<T>(Task<Costed<T>> call)
    {
        var end = await Outcome.OfAsync(call);
        return end.Value ?? new(default, CostDrivers.None, end.Problem);
    }
}
