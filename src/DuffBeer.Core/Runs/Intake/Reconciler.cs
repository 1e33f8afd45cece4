using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

/// <param name="Objects">Objects that some contract wants.</param>
/// <param name="Started">Runs of objects that no run was known of.</param>
/// <param name="Resumed">Runs that nobody was running any more.</param>
/// <param name="Again">Runs that had failed because a store or an engine was away.</param>
public sealed record Reconciliation(int Objects, IReadOnlyList<string> Started, IReadOnlyList<string> Resumed, IReadOnlyList<string> Again);

/// <summary>Compares what lies in the landing store with the runs that are known, and starts what is missing: lost events do no harm.</summary>
/// <remarks>Runs that failed for what they read, were terminated or retired stay as they are.</remarks>
public sealed class Reconciler(
    Stores stores, RunRecords runs, RunStarts starts, ObjectIntake receive, DatasetCatalog datasets, IRunOrchestrator orchestrator)
{
    public async Task<Reconciliation> RunAsync(CancellationToken cancellationToken)
    {
        var (objects, started, resumed, again) = (0, new List<string>(), new List<string>(), new List<string>());
        foreach (var dataset in datasets.All)
        {
            var published = await PublishedAsync(dataset.Name, cancellationToken);
            await foreach (var source in stores.Landing.ListAsync(dataset.Source.Prefix, cancellationToken))
            {
                if (datasets.ForKey(source.Key)?.Name != dataset.Name)
                    continue;
                objects++;
                var id = RunStarts.IdOf(dataset, stores.Bucket, source);
                if (published.Contains(id))
                    continue;
                var known = await runs.FindAsync(id, cancellationToken);
                if (known is { Status: RunStatus.Failed, Problem.Code: ProblemCode.StoreUnavailable or ProblemCode.EngineUnavailable })
                    again.Add(await AgainAsync(known, dataset, cancellationToken));
                else if ((await receive.ReceiveAsync(dataset, source, sequencer: null, cancellationToken)).Kind == ReceiptKind.Started)
                    (known is null ? started : resumed).Add(id);
            }
        }

        return new(objects, started, resumed, again);
    }

    async Task<string> AgainAsync(RunRecord run, DatasetContract dataset, CancellationToken cancellationToken)
    {
        var again = await starts.AgainAsync(run, datasets.FindAt(dataset.Name, run.Source.Time)!, cancellationToken);
        await orchestrator.StartAsync(again.Id, again.Attempt, cancellationToken);
        return again.Id;
    }

    async Task<HashSet<string>> PublishedAsync(string dataset, CancellationToken cancellationToken) =>
        (await stores.Lake.ReadAsync(LakeKeys.Dataset(dataset), RunJson.Default.DatasetManifest, cancellationToken))?.Value.Runs
            .Select(run => run.RunId).ToHashSet(StringComparer.Ordinal) ?? [];
}
