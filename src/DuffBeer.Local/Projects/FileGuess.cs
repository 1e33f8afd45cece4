using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Definitions.Yaml;

namespace DuffBeer.Local.Projects;

/// <summary>What the rows of a sample file show about its dataset.</summary>
/// <param name="Odd">Lines that are no rows of the header's width.</param>
sealed record FileGuess(FileShape Shape, IReadOnlyList<ColumnGuess> Columns, long Rows, long Odd)
{
    /// <summary>Lines before the header that are skipped to find it, if the first line is not the header of most rows.</summary>
    const int MostSkipped = 20;

    /// <summary>Bytes that are read to find the header.</summary>
    const int HeaderBytes = 256 << 10;

    /// <summary>Bytes of the file that are read, so that a large sample takes seconds.</summary>
    const int MostBytes = 64 << 20;

    /// <exception cref="TerminalException"><c>NotCsv</c>, or <c>HeaderMismatch</c>: no usable header.</exception>
    public static async Task<FileGuess> OfAsync(string path, CancellationToken cancellationToken)
    {
        var content = await FirstAsync(path, cancellationToken);
        var rule = await RuleAsync(path, Whole(content, HeaderBytes), cancellationToken);
        return await OfAsync(path, content, rule, cancellationToken);
    }

    /// <summary>Lines before the header.</summary>
    public int Skip { get; private init; }

    /// <summary>Begins a line that is a comment; null if none is.</summary>
    public char? Comment { get; private init; }

    /// <summary>Whether most names are missing: spreadsheets write a title as one cell and empty ones behind it.</summary>
    bool IsTitle => Shape.Header.Count(name => name.Trim().Length > 0) * 2 < Shape.Header.Count;

    /// <summary>What is odd about the file, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>The fewest lines before the header with which most lines have its width; lines that begin with # may be comments.</summary>
    static async Task<DialectRule> RuleAsync(string path, ReadOnlyMemory<byte> start, CancellationToken cancellationToken)
    {
        var plain = new DialectRule(Encoding: "auto");
        var (rule, noRows) = await SkippingAsync(path, start, plain, cancellationToken);
        if (noRows == 0)
            return rule;
        var (commented, left) = await SkippingAsync(path, start, plain with { Comment = '#' }, cancellationToken);
        return left < noRows ? commented : rule;
    }

    /// <summary>The rule with the lines to skip, none if the first line is as good, and how many lines are then no rows.</summary>
    static async Task<(DialectRule Rule, long NoRows)> SkippingAsync(
        string path, ReadOnlyMemory<byte> start, DialectRule rule, CancellationToken cancellationToken)
    {
        for (var skip = 0; skip <= MostSkipped; skip++)
        {
            try
            {
                var skipping = rule with { Skip = skip };
                var guess = await OfAsync(path, start, skipping, cancellationToken);
                if (guess.Rows > guess.Odd && !guess.IsTitle)
                    return (skipping, skip + guess.Odd);
            }
            catch (TerminalException)
            {
                // No header begins there; without any, the first line tells what is wrong.
            }
        }

        return (rule, long.MaxValue);
    }

    static async Task<FileGuess> OfAsync(string path, ReadOnlyMemory<byte> content, DialectRule rule, CancellationToken cancellationToken)
    {
        await using var bytes = new MemoryByteSource(content);
        var shape = await SourceSniffer.SniffAsync(bytes, rule, [], cancellationToken);
        var names = Named(path, shape.Header);
        var columns = names.Select(name => new ColumnGuess(name.Name, name.Header, shape.Dialect.Delimiter != (byte)',')).ToList();

        await using var decoded = shape.Coding.IsPlain ? null : new DecodedSource(bytes, shape.Coding, leaveOpen: true);
        using var reader = new UnitReader((IByteSource?)decoded ?? bytes, shape.Dialect, shape.HeaderEnd, long.MaxValue);
        var (rows, odd) = (0L, 0L);
        do
        {
            while (reader.TryRead())
            {
                if (reader.Kind == UnitKind.Blank)
                    continue;
                if (reader.Kind != UnitKind.Record || reader.Unit.FieldCount != shape.Header.Count)
                {
                    odd++;
                    continue;
                }

                rows++;
                for (var index = 0; index < columns.Count; index++)
                    columns[index].Add(reader.Unit.Field(index));
            }
        }
        while (await reader.FillAsync(cancellationToken));
        return new(shape, [.. columns.Where(column => column.Header.Length > 0)], rows, odd)
        {
            Skip = rule.Skip, Comment = rule.Comment, Notes = [.. NotesOn(columns)],
        };
    }

    static IEnumerable<string> NotesOn(IReadOnlyList<ColumnGuess> columns)
    {
        foreach (var (index, column) in columns.Index().Where(column => column.Item is { Header.Length: 0, Filled: > 0 }))
            yield return FormattableString.Invariant($"Column {index + 1} has no name, so it is left out, with {column.Filled} values.");
        if (columns.Any(column => column.IsLikeACell(column.Header)) && columns.All(LooksLikeData))
            yield return "The first line looks like a row. If there is no header, name the columns and write header: none in dialect.";
    }

    /// <summary>Whether nothing speaks against the header being a cell of its column.</summary>
    static bool LooksLikeData(ColumnGuess column) => column.Form is null || column.IsLikeACell(column.Header);

    static List<(string Name, string Header)> Named(string path, IReadOnlyList<string> header)
    {
        if (header.Count == 0)
            throw new TerminalException(ProblemCode.HeaderMismatch, $"{path} has no header: its first line must name the columns.");
        if (header.Where(name => name.Trim().Length > 0).GroupBy(HeaderName.Fold).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TerminalException(ProblemCode.HeaderMismatch, $"{path} names the column '{twice.First()}' twice.");
        var names = new List<(string Name, string Header)>();
        foreach (var (index, text) in header.Index())
        {
            var name = DefinitionName.Of(text, FormattableString.Invariant($"column_{index + 1}"));
            if (names.Exists(other => other.Name == name))
                name = FormattableString.Invariant($"{name}_{index + 1}");
            names.Add((name, text.Trim()));
        }

        return names;
    }

    static async Task<ReadOnlyMemory<byte>> FirstAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var bytes = new byte[Math.Min(file.Length, MostBytes)];
        await file.ReadExactlyAsync(bytes, cancellationToken);
        return file.Length <= MostBytes ? bytes : Whole(bytes, MostBytes - 1);
    }

    /// <summary>The whole lines at the beginning: a row that is cut off would look like a faulty one.</summary>
    static ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> bytes, int most) =>
        bytes.Length <= most || bytes.Span[..most].LastIndexOf((byte)'\n') is not (> 0 and var end) ? bytes : bytes[..(end + 1)];
}
