using DuffBeer.Core.Contracts;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Batches;

/// <summary>Published runs by source key, so that many runs are published in one change.</summary>
/// <remarks>A publication concerns only runs of its own source key and their corrections.</remarks>
sealed class KeyedRuns
{
    readonly RunSet _before;
    readonly Dictionary<string, RunSet> _sets;

    public KeyedRuns(RunSet published)
    {
        _before = published;
        _sets = published.Runs.GroupBy(run => RunTree.FamilyOf(run.SourceKey), StringComparer.Ordinal)
            .ToDictionary(ofKey => ofKey.Key, ofKey => new RunSet([.. ofKey]), StringComparer.Ordinal);
    }

    public bool IsFenced(RunRecord run) => _before.IsFenced(run.Id, run.Attempt);

    public bool Has(RunRecord run) => SetOf(run.Source.Key).Has(run);

    /// <summary>Publishes a run; false if a newer version of its key is published.</summary>
    public bool TryAdd(ManifestEntry run, Reupload onReupload)
    {
        if (SetOf(run.SourceKey).With(run, onReupload) is not { } next)
            return false;
        _sets[RunTree.FamilyOf(run.SourceKey)] = next;
        return true;
    }

    public RunSet ToSet() => RunSet.Union([.. _sets.Values, RunSet.Empty]) with { Fences = _before.Fences };

    RunSet SetOf(string sourceKey) => _sets.GetValueOrDefault(RunTree.FamilyOf(sourceKey), RunSet.Empty);
}
