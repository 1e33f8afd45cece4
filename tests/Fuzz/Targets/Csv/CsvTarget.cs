using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Fuzz.Engine;

namespace DuffBeer.Fuzz.Targets.Csv;

/// <summary>Inspect, transform and reread: no row is unaccounted, and chunks of any size give the same rows, rejects and ledger.</summary>
/// <remarks>Two bytes choose contract and chunk size; the others are the file.</remarks>
sealed class CsvTarget() : FuzzTarget("csv")
{
    /// <summary>
    /// Every chunk is typed by a batcher of its own, so a file in more chunks would take too long. Units are read in chunks of any size.
    /// </summary>
    const int MostChunks = 4;

    public override int MostBytes => 700;

    public override long MostAllocated(int inputBytes) => 24 << 20;

    public override void Read(byte[] input)
    {
        if (input.Length < 2)
            return;
        var contract = FuzzContracts.All[input[0] % FuzzContracts.All.Count];
        ReadAsync(input[2..], contract, input[1] + 1).GetAwaiter().GetResult();
    }

    /// <summary>Reads a file whole, in chunks, and one of its records by its offset.</summary>
    public static async Task ReadAsync(byte[] file, DatasetContract contract, int chunkBytes)
    {
        try
        {
            var shape = await SourceSniffer.SniffAsync(
                new MemoryByteSource(file), contract.Dialect, contract.Columns.SelectMany(HeaderName.Of), default,
                [.. contract.Columns.Select(column => column.SourceName ?? column.Name)]);
            if (shape.Header.Count > 0)
                await ReadAsync(file, contract, shape, chunkBytes);
        }
        catch (TerminalException declared) when (declared.Code is
            ProblemCode.NotCsv or ProblemCode.HeaderMismatch or ProblemCode.TooManyPartitions)
        {
        }
    }

    static async Task ReadAsync(byte[] file, DatasetContract contract, FileShape shape, int chunkBytes)
    {
        long? length = shape.Coding.IsPlain ? file.Length : null;
        var whole = await Reading().ReadAsync(length, long.MaxValue >> 1);
        var ledger = whole.Ledger;
        Hold(ledger.AddsUp && whole.Rows.Count == ledger.Accepted && whole.Rejects.Count == ledger.Rejected, "the ledger adds up");
        Hold(
            whole.Rows.Concat(whole.Rejects).Select(row => row.Offset).Distinct().Count() == ledger.RowsRead,
            "each row has an offset of its own");
        var count = await RecordCounter.CountAsync(Source(), shape.Dialect, shape.Header.Count, shape.HeaderEnd, default);
        Hold(count.Rows == ledger.RowsRead && count.BlankLines == ledger.BlankLines, "the independent counter counts the same rows");

        if (length is null)
            return;
        var least = (file.Length - shape.HeaderEnd) / MostChunks + 1;
        var chunked = await Reading().ReadAsync(length, Math.Max(least, chunkBytes));
        Hold(whole.Rows.SequenceEqual(chunked.Rows), "chunks give the same rows");
        Hold(whole.Rejects.SequenceEqual(chunked.Rejects), "chunks give the same rejects");
        Hold(Same(ledger, chunked.Ledger), "chunks give the same ledger");

        if (whole.Rows.Count == 0)
            return;
        var row = whole.Rows[chunkBytes % whole.Rows.Count];
        Hold((await Reading().RecordAsync(row.Offset)).Rows is [var again] && again == row, "a row is read again by its offset");

        IByteSource Source() => shape.Coding.Open(new MemoryByteSource(file));
        CsvReading Reading() => new(Source(), contract, shape);
    }

    static bool Same(Core.Runs.Records.RowLedger one, Core.Runs.Records.RowLedger other) =>
        (one.RowsRead, one.Accepted, one.Rejected, one.BlankLines) == (other.RowsRead, other.Accepted, other.Rejected, other.BlankLines)
        && one.RejectsByCode.OrderBy(code => code.Key).SequenceEqual(other.RejectsByCode.OrderBy(code => code.Key));
}
