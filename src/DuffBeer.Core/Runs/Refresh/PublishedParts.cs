using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>The runs of a dataset's manifest, and their parts.</summary>
/// <param name="Rows">Of all runs.</param>
/// <param name="Manifest">The etag of the manifest; null if there is none yet.</param>
public sealed record PublishedDataset(DatasetVersion Version, IReadOnlyList<string> Parts, long Rows, string? Manifest);

/// <summary>The parts of datasets that readers see: those of the runs in their manifests.</summary>
public sealed class PublishedParts(IObjectStore lake, RunRecords runs)
{
    const int ReadsAtATime = 16;

    /// <summary>The plan of an earlier refresh, whose lists of parts need not be read again; null if there is none.</summary>
    public async Task<RefreshPlan?> KnownAsync(CancellationToken cancellationToken)
    {
        var last = (await lake.ReadAsync(LakeKeys.CatalogState, SnapshotJson.Default.CatalogState, cancellationToken))?.Value.Plan
            ?? (await new Snapshots(lake).PointerAsync(cancellationToken))?.Newest;
        return last is null
            ? null
            : (await lake.ReadAsync(LakeKeys.RefreshPlan(last), SnapshotJson.Default.RefreshPlan, cancellationToken))?.Value;
    }

    /// <param name="known">
    /// See <see cref="KnownAsync"/>: only the results of runs that it lacks are read, since results never change.
    /// </param>
    public async Task<PublishedDataset> OfAsync(string dataset, RefreshPlan? known, CancellationToken cancellationToken)
    {
        var found = await lake.ReadAsync(LakeKeys.Dataset(dataset), RunJson.Default.DatasetManifest, cancellationToken);
        var published = found?.Value.Runs ?? [];
        var before = PartsOf(dataset, known);
        var lists = new IReadOnlyList<string>[published.Count];
        var reading = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(published.Index(), reading, async (entry, running) =>
        {
            var (index, run) = entry;
            lists[index] = before.GetValueOrDefault((run.RunId, run.Attempt)) ?? await ReadAsync(run, running);
        });
        var version = DatasetVersion.Of(
            published.Select(run => new PublishedRun(run.RunId, run.Attempt, run.SourceKey, run.SourceTime)));
        return new(version, [.. lists.SelectMany(parts => parts)], published.Sum(run => run.Rows), found?.ETag);
    }

    static Dictionary<(string Run, int Attempt), IReadOnlyList<string>> PartsOf(string dataset, RefreshPlan? plan)
    {
        if (plan?.Datasets.GetValueOrDefault(dataset) is not { } version)
            return [];
        var parts = plan.Parts[dataset].ToLookup(key => LakeKeys.AttemptOf(key) is { } folder ? (folder.Run, folder.Attempt) : default);
        return version.Runs.ToDictionary(
            run => (run.RunId, run.Attempt),
            run => (IReadOnlyList<string>)[.. parts[(run.RunId, FormattableString.Invariant($"a{run.Attempt}"))]]);
    }

    async Task<IReadOnlyList<string>> ReadAsync(ManifestEntry run, CancellationToken cancellationToken)
    {
        var result = await runs.ResultAsync(run.RunId, run.Attempt, cancellationToken)
            ?? throw new TerminalException(
                ProblemCode.NotFound, $"The result of the published run {run.RunId} is missing from the lake.");
        return [.. result.Parts.Select(part => part.Key)];
    }
}
