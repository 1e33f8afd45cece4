using System.Runtime.CompilerServices;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>One attempt of a run and its remaining work.</summary>
/// <param name="Number">1-based.</param>
public readonly record struct UnfinishedAttempt(string Run, int Number, string Key)
{
    /// <summary>The attempt was begun: its end must be recorded and announced, and its unused parts deleted.</summary>
    public static UnfinishedAttempt OfRun(string run, int number) => new(run, number, LakeKeys.Unfinished(run, number, "run"));

    /// <summary>The run was retired: its rows must be removed from the manifest.</summary>
    public static UnfinishedAttempt OfRetirement(string run, int number) => new(run, number, LakeKeys.Unfinished(run, number, "retire"));
}

/// <summary>The attempts with unfinished work, each as an empty object in the lake, so that recovery need not read every run.</summary>
/// <remarks>An entry is added before the work begins and removed when it is done.</remarks>
public sealed class UnfinishedAttempts(IObjectStore lake)
{
    public Task AddAsync(UnfinishedAttempt attempt, CancellationToken cancellationToken) =>
        lake.WriteAllAsync([ObjectWrite.OfKey(attempt.Key)], cancellationToken);

    public Task RemoveAsync(UnfinishedAttempt attempt, CancellationToken cancellationToken) =>
        lake.DeleteAsync(attempt.Key, cancellationToken);

    public ValueTask<bool> AnyAsync(CancellationToken cancellationToken) =>
        lake.ListAsync(new(LakeKeys.UnfinishedAttempts, Most: 1), cancellationToken).AnyAsync(cancellationToken);

    public IAsyncEnumerable<UnfinishedAttempt> ListAsync(CancellationToken cancellationToken) =>
        BelowAsync(LakeKeys.UnfinishedAttempts, cancellationToken);

    /// <summary>Those of one dataset.</summary>
    public IAsyncEnumerable<UnfinishedAttempt> ListAsync(string dataset, CancellationToken cancellationToken) =>
        BelowAsync(LakeKeys.UnfinishedOfDataset(dataset), cancellationToken);

    async IAsyncEnumerable<UnfinishedAttempt> BelowAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in lake.ListAsync(prefix, cancellationToken))
        {
            if (LakeKeys.UnfinishedOf(entry.Key) is var (run, attempt))
                yield return new(run, attempt, entry.Key);
        }
    }
}
