using System.Collections.Concurrent;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>Which files of batches are still needed: those of a batch under way, and answers about its runs.</summary>
/// <remarks>Parts that a manifest or a snapshot names are not asked about here. The list of a batch's runs is read once.</remarks>
sealed class BatchStates(IObjectStore lake, LakeRoots roots, RunStates runs)
{
    readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<BatchMember>>>> _known = new(StringComparer.Ordinal);

    /// <summary>Whether a run of the batch is unfinished, so that the batch may be under way, or go on.</summary>
    public async ValueTask<bool> IsUnfinishedAsync(string batch, CancellationToken cancellationToken) =>
        (await MembersAsync(batch, cancellationToken)).Any(run => roots.IsUnfinished(new(run.RunId, run.Attempt)));

    /// <summary>Whether rejects and results of the batch answer questions about a run that is not forgotten.</summary>
    public async ValueTask<bool> IsAskedAsync(string batch, CancellationToken cancellationToken)
    {
        var members = await MembersAsync(batch, cancellationToken);
        if (members.Any(run => roots.IsUnfinished(new(run.RunId, run.Attempt)) || roots.Has(new(run.RunId, run.Attempt))))
            return true;
        foreach (var member in members)
        {
            if (await runs.OfAsync(member.RunId, cancellationToken) is { IsOld: false } run && run.Attempt == member.Attempt)
                return true;
        }

        return false;
    }

    /// <summary>Empty if the list is gone, which is deleted only once its runs are forgotten.</summary>
    Task<IReadOnlyList<BatchMember>> MembersAsync(string batch, CancellationToken cancellationToken) =>
        _known.GetOrAdd(batch, id => new(() => ReadAsync(id, cancellationToken))).Value;

    async Task<IReadOnlyList<BatchMember>> ReadAsync(string batch, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.BatchMembers(batch), RunJson.Default.BatchMembers, cancellationToken))?.Value.Runs ?? [];
}
