using DuffBeer.Core.Chunks;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Receipts;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Batches;

/// <summary>Reads small files as their own runs would: inspect, transform, judge.</summary>
sealed class SmallFiles(Stores stores, DatasetCatalog datasets, IngestSettings settings)
{
    readonly SourceReading _reading = new(datasets);

    /// <summary>The bytes of a run's file; a problem if it is gone or changed; neither if the store does not deliver it now.</summary>
    public async Task<(byte[]? Bytes, Problem? Problem)> FetchAsync(RunRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = await stores.OpenSourceAsync(record, cancellationToken);
            return (await source.ReadAllAsync(record.Source.Size, cancellationToken), null);
        }
        catch (TerminalException failure)
        {
            return (null, failure.ToProblem());
        }
        catch (TransientException)
        {
            return (null, null);
        }
    }

    /// <returns>Null if the file must be ingested by itself: its rows take too much memory, or their keys are compared.</returns>
    public async Task<SmallFile?> ReadAsync(RunRecord record, byte[] bytes, CancellationToken cancellationToken)
    {
        var file = new SmallFile(new(record.Id, record.Attempt, record.Source.Size), null, null, null);
        try
        {
            await using var source = new MemoryByteSource(bytes);
            var found = await _reading.FindAsync(record, source, cancellationToken);
            var contract = found.Contract;
            if (contract.UniqueBy.Count > 0)
                return null;
            var plan = found.ToPlan(source, settings) with { ChunkBytes = long.MaxValue };
            file = file with
            {
                Contract = contract,
                Shape = plan.Shape,
                Run = file.Run with
                {
                    Length = plan.Length,
                    Codec = plan.Codec,
                    Chunks = plan.Chunks().Count,
                    VersionByHeader = found.VersionByHeader(record),
                },
            };

            List<ChunkManifest> chunks = [];
            foreach (var range in plan.Chunks())
            {
                file = file with { Rows = RowsOf(record, contract, plan) };
                if (await ReadAsync(file.Rows!, plan, range, source, cancellationToken) is not { } chunk)
                {
                    file.Dispose();
                    return null;
                }

                chunks.Add(chunk);
            }

            var result = Verdict.Compose(new(record.Id, record.Attempt), contract, plan, chunks, repeats: null, record.Erased?.Rows ?? 0);
            Prove(plan, result);
            file = file with
            {
                Run = file.Run with
                {
                    Ledger = result.Ledger,
                    DecodedBytes = result.DecodedBytes,
                    Warnings = result.Warnings,
                    Receipt = await ReceiptAsync(record, contract, source, cancellationToken),
                },
            };
            Verdict.Hold(contract, result, chunks, settings);
            return file;
        }
        catch (TerminalException failure)
        {
            return file with { Run = file.Run with { Problem = failure.ToProblem() } };
        }
    }

    RowBatcher RowsOf(RunRecord record, DatasetContract contract, FilePlan plan) => new(
        contract.ForFileOf(record.Source.Time),
        HeaderMatch.Of(contract, plan.Shape.Header),
        plan.Shape.Dialect,
        settings.ForRows(record, contract));

    /// <returns>Null if the rows take more memory than a chunk may.</returns>
    async Task<ChunkManifest?> ReadAsync(
        RowBatcher rows, FilePlan plan, ByteRange range, MemoryByteSource source, CancellationToken cancellationToken)
    {
        await using var decoded = plan.Shape.Coding.Open(source);
        using var reader = new UnitReader(decoded, plan.Shape.Dialect, range.Start, range.End);
        var count = new ChunkCount(0);
        do
        {
            rows.Read(reader);
            if (rows.BufferedBytes > settings.BufferBytes)
                return null;
        }
        while (await reader.FillAsync(cancellationToken));

        count.Tell(reader, rows);
        var accepted = rows.Partitions.Where(partition => partition.Rows.RowCount > 0)
            .Select(partition => new Part("", partition.Path, partition.Rows.RowCount, 0));
        var rejected = rows.Rejects.RowCount == 0 ? null : new Part("", "", rows.Rejects.RowCount, 0);
        return ChunkWriter.Manifest(0, range, range.Start, reader.Next, rows, [.. accepted], rejected);
    }

    /// <summary>The receipt of a file that was read whole, so it is one leaf. The batch's result gives it a root.</summary>
    async Task<RunReceipt> ReceiptAsync(
        RunRecord record, DatasetContract contract, MemoryByteSource source, CancellationToken cancellationToken)
    {
        var layout = SourceLayout.OneLeaf(source.Length!.Value, settings.SourceCheck);
        var root = await layout.RootAsync(source, cancellationToken);
        return new("", record.Dataset, contract.Version, SourceReceipt.Of(record, layout, root));
    }

    static void Prove(FilePlan plan, RunResult result)
    {
        if (plan.Length is { } length && result.DecodedBytes != length)
            throw new TerminalException(ProblemCode.LedgerMismatch, $"The file was read to byte {result.DecodedBytes} of {length}.");
    }
}
