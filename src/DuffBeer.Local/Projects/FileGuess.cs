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
    /// <summary>Bytes of the file that are read, so that a large sample takes seconds.</summary>
    const int MostBytes = 64 << 20;

    /// <exception cref="TerminalException"><c>NotCsv</c>, or <c>HeaderMismatch</c>: no usable header.</exception>
    public static async Task<FileGuess> OfAsync(string path, CancellationToken cancellationToken)
    {
        await using var bytes = new MemoryByteSource(await FirstAsync(path, cancellationToken));
        var shape = await SourceSniffer.SniffAsync(bytes, new(Encoding: "auto"), [], cancellationToken);
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
        return new(shape, [.. columns.Where(column => column.Header.Length > 0)], rows, odd);
    }

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
        // A row that is cut off would look like a faulty one.
        return file.Length <= MostBytes ? bytes : bytes.AsMemory(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
    }
}
