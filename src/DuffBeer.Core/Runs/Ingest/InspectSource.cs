using DuffBeer.Core.Chunks;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>
/// Detects the source's encoding and dialect from its first bytes, checks its header against the contract, and plans the chunks.
/// </summary>
public sealed class InspectSource(Stores stores, RunRecords runs, DatasetCatalog datasets, IngestSettings settings)
    : IActivity<IngestFile.Input, IngestFile.Inspection>
{
    public async Task<IngestFile.Inspection> RunAsync(IngestFile.Input input, CancellationToken cancellationToken)
    {
        var found = await runs.UnderWayAsync(input.RunId, input.Attempt, cancellationToken);
        var record = found.Value;
        var contract = datasets.Find(record.Dataset, record.ContractVersion)!;
        var codec = settings.CodecOf(contract);
        await using var source = await stores.OpenSourceAsync(record, cancellationToken);
        var shape = await SourceSniffer.SniffAsync(source, contract.Dialect, contract.Columns.SelectMany(HeaderName.Of), cancellationToken);

        var length = shape.Header.Count == 0 ? shape.HeaderEnd : shape.Coding.IsPlain ? source.Length : null;
        var chunkBytes = settings.ChunkBytes ?? ChunkSize.For((length ?? 0) - shape.HeaderEnd, settings.Workers);
        var plan = new FilePlan(
            shape,
            length,
            chunkBytes,
            shape.Header.Count == 0 ? [] : HeaderMatch.Of(contract, shape.Header).Warnings,
            codec);
        await stores.Lake.WriteAsync(
            LakeKeys.Plan(input.RunId, input.Attempt),
            plan,
            RunJson.Default.FilePlan,
            WriteCondition.None,
            cancellationToken);
        await runs.UpdateAsync(input.RunId, new SourceInspected(input.Attempt, plan.Chunks().Count), cancellationToken, found);
        return new(plan.DataStart, plan.Length, plan.ChunkBytes);
    }
}
