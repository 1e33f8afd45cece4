using System.Runtime.CompilerServices;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>One attempt of a run, and what is left to do for it.</summary>
/// <param name="Number">1-based.</param>
public readonly record struct UnfinishedAttempt(string Run, int Number, string Key)
{
    /// <summary>It was begun: its end is to be recorded and announced, and what it wrote in vain deleted.</summary>
    public static UnfinishedAttempt OfRun(string run, int number) => new(run, number, LakeKeys.Unfinished(run, number, "run"));

    /// <summary>It was retired: its rows are to be taken out of the manifest.</summary>
    public static UnfinishedAttempt OfRetirement(string run, int number) => new(run, number, LakeKeys.Unfinished(run, number, "retire"));
}

/// <summary>The attempts that have something left to do, each with an empty object in the lake: what recovery reads instead of every run.</summary>
/// <remarks>An entry is added before the work begins and removed once it is done.</remarks>
public sealed class UnfinishedAttempts(IObjectStore lake)
{
    public async Task AddAsync(UnfinishedAttempt attempt, CancellationToken cancellationToken)
    {
        await using var entry = await lake.CreateAsync(attempt.Key, WriteCondition.None, cancellationToken);
        await entry.CommitAsync(cancellationToken);
    }

    public Task RemoveAsync(UnfinishedAttempt attempt, CancellationToken cancellationToken) => lake.DeleteAsync(attempt.Key, cancellationToken);

    public async IAsyncEnumerable<UnfinishedAttempt> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in lake.ListAsync(LakeKeys.UnfinishedAttempts, cancellationToken))
        {
            if (LakeKeys.UnfinishedOf(entry.Key) is var (run, attempt))
                yield return new(run, attempt, entry.Key);
        }
    }
}
