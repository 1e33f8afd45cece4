using DuffBeer.Core.Chunks;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Rows.Partitions;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Fuzz.Targets.Csv;

/// <summary>A row or reject by value.</summary>
/// <param name="Offset">Of its record in the file.</param>
/// <param name="Hash">Of all cells, and of its partition.</param>
readonly record struct ReadRow(long Offset, int Hash);

/// <summary>What a file became.</summary>
sealed record ReadFile(IReadOnlyList<ReadRow> Rows, IReadOnlyList<ReadRow> Rejects, RowLedger Ledger);

/// <summary>Reads a file as an ingest does: in chunks that guess, prove and redo, by the product's reader, batcher and tiling.</summary>
sealed class CsvReading(IByteSource source, DatasetContract contract, FileShape shape)
{
    const int RowNumber = 1;
    const int RejectOffset = 2;

    static readonly RowSettings s_settings = new("run-1", new(2026, 11, 21), HashKey: new byte[32], MaxPartitions: 40);

    readonly HeaderMap _header = HeaderMatch.Of(contract, shape.Header);

    public Dialect Dialect => shape.Dialect;

    public int Columns => _header.Found.Count;

    /// <param name="length">Null if it is unknown before the end.</param>
    public async Task<ReadFile> ReadAsync(long? length, long chunkBytes)
    {
        var chunks = ChunkPlan.For(shape.HeaderEnd, length, chunkBytes);
        var read = new Chunk[chunks.Count];
        for (var index = 0; index < chunks.Count; index++)
        {
            var (start, end) = (chunks[index].Start, chunks[index].End);
            read[index] = await ChunkAsync(
                index == 0 ? start : await BoundaryGuess.GuessAsync(source, Dialect, Columns, start, end, default), end);
        }

        for (var redos = Tiling.Speculate(chunks, Borders(read)); redos.Count > 0; redos = Tiling.Prove(chunks, Borders(read)))
        {
            foreach (var redo in redos)
                read[redo.ChunkIndex] = await ChunkAsync(redo.From, chunks[redo.ChunkIndex].End);
        }

        return Joined(chunks, read);
    }

    /// <summary>The one record that begins at an offset.</summary>
    public async Task<ReadFile> RecordAsync(long offset)
    {
        var chunk = await ChunkAsync(offset, offset + 1);
        return new(chunk.Rows, [.. chunk.Rejects.Select(reject => reject.Row)], chunk.Ledger);
    }

    async Task<Chunk> ChunkAsync(long? first, long end)
    {
        if (first is not { } start)
            return new(null, 0, [], [], new());
        using var reader = new UnitReader(source, Dialect, start, end);
        using var rows = new RowBatcher(contract, _header, Dialect, s_settings);
        do
            rows.Read(reader);
        while (await reader.FillAsync(default));

        var ledger = new RowLedger
        {
            RowsRead = rows.Accepted + rows.Rejected,
            Accepted = rows.Partitions.Sum(partition => partition.Rows.RowCount),
            Rejected = rows.Rejects.RowCount,
            BlankLines = rows.Blank,
            RejectsByCode = rows.RejectedBy,
        };
        return new(first, reader.Next, [.. rows.Partitions.SelectMany(Rows)], [.. Rejects(rows.Rejects)], ledger);
    }

    static IEnumerable<ReadRow> Rows(PartitionBatch partition)
    {
        var offsets = ((ValueBuffer<long>)partition.Rows.Buffers[^2]).Values.ToArray();
        var path = string.GetHashCode(partition.Path, StringComparison.Ordinal);
        return offsets.Select((offset, row) => new ReadRow(offset, HashCode.Combine(path, BatchHash.Of(partition.Rows, row))));
    }

    /// <summary>The number of a reject counts from its chunk, so it is no part of the hash.</summary>
    static IEnumerable<ReadReject> Rejects(ColumnBatch batch)
    {
        var numbers = ((ValueBuffer<long>)batch.Buffers[RowNumber]).Values.ToArray();
        var offsets = ((ValueBuffer<long>)batch.Buffers[RejectOffset]).Values.ToArray();
        return numbers.Select((number, row) => new ReadReject(number, new(offsets[row], BatchHash.Of(batch, row, except: RowNumber))));
    }

    static ChunkBorders[] Borders(Chunk[] read) => [.. read.Select(chunk => new ChunkBorders(chunk.First, chunk.Next))];

    static ReadFile Joined(ChunkPlan chunks, Chunk[] read)
    {
        var (rows, rejects, ledger, at) = (new List<ReadRow>(), new List<ReadRow>(), new RowLedger(), 0L);
        for (var index = 0; index < chunks.Count; index++)
        {
            if (at >= chunks[index].End)
                continue;
            var chunk = read[index];
            rows.AddRange(chunk.Rows);
            rejects.AddRange(chunk.Rejects.Select(reject => reject.In(ledger.RowsRead)));
            ledger = RowLedger.Sum([ledger, chunk.Ledger]);
            at = chunk.Next;
        }

        return new([.. rows.OrderBy(row => row.Offset)], rejects, ledger);
    }

    sealed record Chunk(long? First, long Next, IReadOnlyList<ReadRow> Rows, IReadOnlyList<ReadReject> Rejects, RowLedger Ledger);

    readonly record struct ReadReject(long NumberInChunk, ReadRow Row)
    {
        public ReadRow In(long rowsBefore) => Row with { Hash = HashCode.Combine(Row.Hash, NumberInChunk + rowsBefore) };
    }
}
