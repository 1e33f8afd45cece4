using DuffBeer.Core.Chunks;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs.Keys;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Turns one chunk of CSV into Parquet parts, a rejects part and a manifest that names them.</summary>
/// <remarks>
/// Safe to repeat: part names derive from attempt, chunk and first record. A retried chunk writes the same bytes under the same names; a
/// redone chunk never reuses a name. Readers see only parts that a manifest names, and the manifest is written last.
/// </remarks>
public sealed class TransformChunk(
    Stores stores,
    IPartWriter writer,
    RunRecords runs,
    DatasetCatalog datasets,
    IngestSettings settings,
    Cores cores,
    ChunksAtWork atWork)
    : IActivity<IngestFile.ChunkInput, ChunkBorders>
{
    public async Task<ChunkBorders> RunAsync(IngestFile.ChunkInput input, CancellationToken cancellationToken)
    {
        var record = (await runs.UnderWayAsync(input.RunId, input.Attempt, cancellationToken)).Value;
        var contract = datasets.Find(record.Dataset, record.ContractVersion)!;
        var plan =
            (await stores.Lake.ReadAsync(LakeKeys.Plan(input.RunId, input.Attempt), RunJson.Default.FilePlan, cancellationToken))!.Value;
        var range = plan.Chunks()[input.ChunkIndex];
        var dialect = plan.Shape.Dialect;

        var leaves = new ChunkLeaves(plan, record.Source, input.ChunkIndex);
        var digest = leaves.Begin(await stores.OpenSourceAsync(record, cancellationToken));
        await using var source = plan.Shape.Coding.Open(digest);
        var first = input.From
            ?? (input.ChunkIndex == 0
                ? range.Start
                : await BoundaryGuess.GuessAsync(source, dialect, plan.Shape.Header.Count, range.Start, range.End, cancellationToken));
        if (first is not { } start)
            return new(null, 0);

        var chunk = new ChunkId(input.RunId, input.Attempt, input.ChunkIndex, start, input.Round);
        var repeated = await RepeatedAsync(contract, chunk, cancellationToken);
        await using var parts = new ChunkWriter(stores.Lake, writer, contract, chunk, settings, plan.Codec);
        var core = await cores.TakeAsync(cancellationToken);
        using var mark = atWork.Begin(input);
        using var activity = Telemetry.Chunk(input.RunId, input.Attempt, input.ChunkIndex);
        ChunkManifest manifest;
        using (core)
        {
            using var reader = new UnitReader(source, dialect, start, range.End);
            using var rows = new RowBatcher(
                contract.ForFileOf(record.Source.Time),
                HeaderMatch.Of(contract, plan.Shape.Header),
                dialect,
                settings.ForRows(record, contract),
                repeated);
            var count = new ChunkCount(input.ChunkIndex == 0 ? 0 : start);
            do
            {
                rows.Read(reader);
                await parts.FlushAsync(rows, cancellationToken);
                count.Tell(reader, rows);
            }
            while (await reader.FillAsync(cancellationToken));

            await parts.CompleteAsync(rows, cancellationToken);
            manifest = parts.Manifest(range, reader.Next, rows) with
            {
                Leaves = await digest.LeavesAsync(leaves.CountTo(reader.Next), cancellationToken),
            };
        }

        // The rest waits on the store, so the next chunk may use the core and the memory.
        await parts.CommitAsync(cancellationToken);
        await stores.Lake.WriteAsync(
            LakeKeys.Chunk(chunk), manifest, RunJson.Default.ChunkManifest, WriteCondition.None, cancellationToken);
        return new(start, manifest.Next);
    }

    async Task<RepeatedRows?> RepeatedAsync(DatasetContract contract, ChunkId chunk, CancellationToken cancellationToken)
    {
        var found = await KeyRepeats.ReadAsync(stores.Lake, chunk.Run, chunk.Attempt, chunk.Round, cancellationToken);
        return found?.Chunks.FirstOrDefault(repeats => repeats.Index == chunk.Index) is { } repeats
            ? new(contract, await RepeatsFile.ReadAsync(stores.Lake, repeats.Files, cancellationToken), found.Runs)
            : null;
    }
}
