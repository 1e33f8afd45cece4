using System.Text;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;
using Record = DuffBeer.Core.Csv.Record;

namespace DuffBeer.Core.Tests.Csv;

/// <summary>One unit by value, to compare two ways of reading.</summary>
/// <param name="Cells">Each cell in angle brackets, with its length if it is ambiguous.</param>
readonly record struct Parsed(long Offset, long Next, UnitKind Kind, UnitFault Fault, string Raw, string Cells)
{
    public static string Join(IEnumerable<byte[]> cells) => string.Concat(cells.Select(cell =>
        cell.AsSpan().ContainsAny((byte)'<', (byte)'>') ? $"<{cell.Length}:{Text(cell)}>" : $"<{Text(cell)}>"));

    public static string Join(in Record record)
    {
        var cells = new List<byte[]>();
        for (var index = 0; index < record.FieldCount; index++)
            cells.Add(record.Field(index).ToArray());
        return Join(cells);
    }

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}

/// <summary>The result of one chunk: its units, the first boundary it used and the first one it left to its successor.</summary>
sealed record ChunkReading(long First, long Next, IReadOnlyList<Parsed> Units);

/// <summary>The ways to read a file that must agree.</summary>
static class Reading
{
    public static readonly Dialect Comma = new((byte)',');

    /// <summary>Limits so small that a few bytes reach every border case.</summary>
    public static readonly ReaderLimits Tiny = new(MaxRecord: 5, Block: 2, Overrun: 1, Evidence: 3);

    /// <summary>All units from a boundary on, by the splitter over the whole file; this is the definition.</summary>
    public static List<Parsed> Sequential(byte[] file, int maxRecord, long from = 0, Dialect? dialect = null)
    {
        dialect ??= Comma;
        var units = new List<Parsed>();
        var cells = new CellEnds();
        for (var at = (int)from; at < file.Length;)
        {
            var unit = UnitSplitter.Split(file.AsSpan(at), endOfFile: true, dialect, maxRecord, cells);
            Assert.Equal(UnitExtent.Whole, unit.Extent);
            var raw = file.AsSpan(at, unit.Length);
            var values = unit.Kind == UnitKind.Record ? Parsed.Join(Record.Of(raw, cells, dialect)) : "";
            var next = at + unit.Length + unit.BreakLength;
            units.Add(new(at, next, unit.Kind, unit.Fault, Parsed.Text(raw[..Math.Min(unit.Length, maxRecord)]), values));
            at = next;
        }

        return units;
    }

    public static RecordCount Count(IReadOnlyCollection<Parsed> units) => new(
        units.Count(unit => unit.Kind == UnitKind.Record),
        units.Count(unit => unit.Kind == UnitKind.Blank),
        units.Count(unit => unit.Kind == UnitKind.Fault));

    /// <summary>The units that start in a range, by the reader.</summary>
    /// <param name="cells">Records with this many cells are taken in blocks.</param>
    public static async Task<ChunkReading> RangeAsync(
        IByteSource source, ReaderLimits limits, long start, long end, int cells = 2, Dialect? dialect = null)
    {
        dialect ??= Comma;
        var units = new List<Parsed>();
        var block = new RecordBlock(cells, dialect);
        using var reader = new UnitReader(source, dialect, start, end, limits);
        do
        {
            while (true)
            {
                if (reader.TryReadRecords(block))
                    AddBlock(units, block, reader.Next);
                else if (!reader.TryRead())
                    break;
                else if (reader.Kind == UnitKind.Record && reader.Unit.FieldCount == cells)
                {
                    reader.CopyTo(block);
                    AddBlock(units, block, reader.Next, Parsed.Text(reader.Raw));
                }
                else
                    units.Add(
                        new(reader.Offset, reader.Next, reader.Kind, reader.Fault, Parsed.Text(reader.Raw), Parsed.Join(reader.Unit)));
            }
        }
        while (await reader.FillAsync(default));

        return new(start, reader.Next, units);
    }

    /// <param name="raw">The one record as in the file; null if the block has the file's bytes.</param>
    static void AddBlock(List<Parsed> units, RecordBlock block, long next, string? raw = null)
    {
        for (var row = 0; row < block.Count; row++)
        {
            // Cells by the block and by the record are the same.
            var record = block[row];
            var text = Parsed.Join(record);
            Assert.Equal(text, Parsed.Join(Enumerable.Range(0, block.Cells).Select(cell => block.Field(row, cell).ToArray())));
            var behind = row + 1 < block.Count ? block[row + 1].Offset : next;
            units.Add(new(record.Offset, behind, UnitKind.Record, UnitFault.None, raw ?? Parsed.Text(record.Raw), text));
        }
    }

    /// <summary>All units from a boundary on, by chunks that guess, prove and redo.</summary>
    /// <returns>The units, and how often the busiest chunk was read.</returns>
    public static async Task<(List<Parsed> Units, int Readings)> ChunkedAsync(
        byte[] file, int chunkBytes, int columnCount, ReaderLimits limits, long from = 0, Dialect? dialect = null)
    {
        dialect ??= Comma;
        var source = new MemoryByteSource(file);
        var borders = new List<long>();
        for (var at = from; at < file.Length; at += chunkBytes)
            borders.Add(at);
        borders.Add(file.Length);
        var count = borders.Count - 1;
        var chunks = new ChunkReading?[count];
        var readings = new int[count];

        async Task ReadAsync(int index, long start)
        {
            readings[index]++;
            chunks[index] = await RangeAsync(source, limits, start, borders[index + 1], dialect: dialect);
        }

        // If nothing starts here, First and Next are the predecessor's Next and nothing is read.
        async Task RedoAsync(int index, long start)
        {
            if (start >= borders[index + 1])
                chunks[index] = new(start, start, []);
            else if (chunks[index]?.First != start)
                await ReadAsync(index, start);
        }

        for (var index = 0; index < count; index++)
        {
            var start = index == 0
                ? from
                : await BoundaryGuess.GuessAsync(source, dialect, columnCount, borders[index], borders[index + 1], limits, default);
            if (start is not null)
                await ReadAsync(index, start.Value);
        }

        // Round 1, in parallel: the boundaries that predecessors reported. Then, one by one, the chunks after the proved prefix.
        var reported = chunks.Select(chunk => chunk?.Next).ToArray();
        for (var index = 1; index < count; index++)
            if (reported[index - 1] is { } next)
                await RedoAsync(index, next);
        for (var index = 1; index < count; index++)
            await RedoAsync(index, chunks[index - 1]!.Next);

        for (var index = 1; index < count; index++)
            Assert.Equal(chunks[index - 1]!.Next, chunks[index]!.First);
        if (count > 0)
            Assert.Equal(file.Length, chunks[^1]!.Next);
        return (chunks.SelectMany(chunk => chunk!.Units).ToList(), readings.DefaultIfEmpty().Max());
    }
}
