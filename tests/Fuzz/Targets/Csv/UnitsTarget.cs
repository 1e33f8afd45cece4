using DuffBeer.Core.Chunks;
using DuffBeer.Core.Csv;
using DuffBeer.Fuzz.Engine;

namespace DuffBeer.Fuzz.Targets.Csv;

/// <summary>Units: chunks that guess, prove and redo read what the splitter finds in the whole file, and the counter agrees.</summary>
/// <remarks>Three bytes choose dialect, limits and chunk size; the others are the file. The limits are small, so all are reached.</remarks>
sealed class UnitsTarget() : FuzzTarget("units")
{
    const int Columns = 3;

    /// <summary>A chunk reads beyond its end and guesses with 64 times the evidence: this many bytes of work per byte and chunk.</summary>
    const long MostWork = 64;

    static readonly Dialect[] s_dialects =
    [
        new((byte)','),
        new((byte)';') { Escape = (byte)'\\' },
        new((byte)'|') { DelimiterRest = [(byte)'|'] },
        new((byte)',', (byte)'\'') { Comment = (byte)'#', TrailingDelimiter = true },
        new((byte)',') { SpacedQuotes = true },
        new((byte)'\t'),
    ];

    static readonly ReaderLimits[] s_limits = [new(5, 2, 1, 3), new(16, 7, 2, 8), new(40, 16, 4, 20), new(1000, 300, 64, 64)];

    public override int MostBytes => 160;

    public override void Read(byte[] input)
    {
        if (input.Length >= 3)
            ReadAsync(
                input[3..], s_dialects[input[0] % s_dialects.Length], s_limits[input[1] % s_limits.Length], (input[2] % 40) + 1)
                .GetAwaiter().GetResult();
    }

    static async Task ReadAsync(byte[] file, Dialect dialect, ReaderLimits limits, int chunkBytes)
    {
        var whole = Whole(file, dialect, limits.MaxRecord);
        var source = new MemoryByteSource(file);
        var count = await RecordCounter.CountAsync(source, dialect, Columns, 0, limits.MaxRecord, Math.Max(limits.Block, 4), default);
        var ghosts = whole.Count(unit => unit.IsGhost);
        Hold(count.Rows == whole.Count(unit => unit.Kind != UnitKind.Blank) - ghosts, "the independent counter counts the same rows");
        Hold(count.FaultyLines == whole.Count(unit => unit.Kind == UnitKind.Fault), "the independent counter counts the same faults");
        Hold(whole.Count == 0 || whole[^1].Next == file.Length, "units cover the file to its end");

        var chunks = ChunkPlan.For(0, file.Length, chunkBytes);
        var read = new ChunkUnits[chunks.Count];
        for (var index = 0; index < chunks.Count; index++)
        {
            var (start, end) = (chunks[index].Start, chunks[index].End);
            var first = index == 0 ? start : await BoundaryGuess.GuessAsync(source, dialect, Columns, start, end, limits, default);
            read[index] = await UnitsAsync(source, dialect, limits, first, end);
        }

        for (var redos = Tiling.Speculate(chunks, Borders(read)); redos.Count > 0; redos = Tiling.Prove(chunks, Borders(read)))
        {
            foreach (var redo in redos)
                read[redo.ChunkIndex] = await UnitsAsync(source, dialect, limits, redo.From, chunks[redo.ChunkIndex].End);
        }

        Hold(whole.SequenceEqual(Proved(chunks, read)), "chunks of any size read the same units");
    }

    /// <summary>Units by the splitter over the whole file: this is the definition.</summary>
    static List<ReadUnit> Whole(byte[] file, Dialect dialect, int maxRecord)
    {
        var units = new List<ReadUnit>();
        var cells = new CellEnds();
        for (var at = 0; at < file.Length;)
        {
            var unit = UnitSplitter.Split(file.AsSpan(at), endOfFile: true, dialect, maxRecord, cells);
            Hold(unit.Extent == UnitExtent.Whole && unit.Length + unit.BreakLength > 0, "the splitter moves forward");
            var raw = file.AsSpan(at, unit.Length);
            var next = at + unit.Length + unit.BreakLength;
            units.Add(
                unit.Kind == UnitKind.Record
                    ? ReadUnit.Of(Record.Of(raw, cells, dialect), at, next, dialect)
                    : new(at, next, unit.Kind, unit.Fault, 0, false));
            at = next;
        }

        return units;
    }

    static async Task<ChunkUnits> UnitsAsync(MemoryByteSource source, Dialect dialect, ReaderLimits limits, long? first, long end)
    {
        if (first is not { } start)
            return new(null, 0, []);
        var units = new List<ReadUnit>();
        var block = new RecordBlock(Columns, dialect);
        using var reader = new UnitReader(source, dialect, start, end, limits);
        do
        {
            while (true)
            {
                if (reader.TryReadRecords(block))
                    AddBlock(units, block, reader.Next, dialect);
                else if (!reader.TryRead())
                    break;
                else if (reader.Kind == UnitKind.Record)
                    units.Add(ReadUnit.Of(reader.Unit, reader.Offset, reader.Next, dialect));
                else
                    units.Add(new(reader.Offset, reader.Next, reader.Kind, reader.Fault, 0, false));
            }
        }
        while (await reader.FillAsync(default));

        Hold(reader.Examined <= MostWork * (source.Length!.Value + 4), "reading a chunk takes work in proportion to its bytes");
        return new(first, reader.Next, units);
    }

    static void AddBlock(List<ReadUnit> units, RecordBlock block, long next, Dialect dialect)
    {
        for (var row = 0; row < block.Count; row++)
            units.Add(
                ReadUnit.Of(block[row], block[row].Offset, row + 1 < block.Count ? block[row + 1].Offset : next, dialect));
    }

    static ChunkBorders[] Borders(ChunkUnits[] read) => [.. read.Select(chunk => new ChunkBorders(chunk.First, chunk.Next))];

    static IEnumerable<ReadUnit> Proved(ChunkPlan chunks, ChunkUnits[] read)
    {
        var at = 0L;
        for (var index = 0; index < chunks.Count; index++)
        {
            if (at >= chunks[index].End)
                continue;
            Hold(read[index].First == at, "each chunk begins where the chunk before it ended");
            at = read[index].Next;
            foreach (var unit in read[index].Units)
                yield return unit;
        }
    }

    sealed record ChunkUnits(long? First, long Next, IReadOnlyList<ReadUnit> Units);

    /// <param name="Cells">A hash of all cells.</param>
    readonly record struct ReadUnit(long Offset, long Next, UnitKind Kind, UnitFault Fault, int Cells, bool IsGhost)
    {
        public static ReadUnit Of(in Record record, long offset, long next, Dialect dialect)
        {
            var hash = new HashCode();
            for (var cell = 0; cell < record.FieldCount; cell++)
            {
                hash.Add(record.Field(cell).Length);
                hash.AddBytes(record.Field(cell));
            }

            return new(
                offset, next, UnitKind.Record, UnitFault.None, hash.ToHashCode(),
                dialect.IsGhost(record.FieldCount, record.Raw.Length, Columns));
        }
    }
}
