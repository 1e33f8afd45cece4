using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>
/// Detects the source's encoding and dialect from its first bytes, checks its header against the contract, and plans the chunks.
/// </summary>
public sealed class InspectSource(Stores stores, RunRecords runs, DatasetCatalog datasets, IngestSettings settings)
    : IActivity<IngestFile.Input, IngestFile.Inspection>
{
    readonly SourceReading _reading = new(datasets);

    public async Task<IngestFile.Inspection> RunAsync(IngestFile.Input input, CancellationToken cancellationToken)
    {
        var under = await runs.UnderWayAsync(input.RunId, input.Attempt, cancellationToken);
        var record = under.Value;
        await using var source = await stores.OpenSourceAsync(record, cancellationToken);
        var found = await _reading.FindAsync(record, source, cancellationToken);
        var plan = found.ToPlan(source, settings);
        await stores.Lake.WriteAsync(
            LakeKeys.Plan(input.RunId, input.Attempt),
            plan,
            RunJson.Default.FilePlan,
            WriteCondition.None,
            cancellationToken);
        await runs.UpdateAsync(
            input.RunId,
            new SourceInspected(input.Attempt, plan.Chunks().Count, found.VersionByHeader(record)),
            cancellationToken,
            under);
        return new(plan.DataStart, plan.Length, plan.ChunkBytes, found.Contract.UniqueBy.Count > 0);
    }
}
