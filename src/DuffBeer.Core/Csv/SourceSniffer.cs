using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

/// <summary>Detects from a file's first bytes how to read it, and reads its header.</summary>
public static class SourceSniffer
{
    const int FirstBytes = 64 << 10;

    static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <param name="source">The object's bytes as they are stored.</param>
    /// <param name="rule">What the contract says.</param>
    /// <param name="columnNames">The names, source names and aliases of the contract's columns.</param>
    /// <param name="positions">The columns in the contract's order, for a file without a header.</param>
    /// <exception cref="TerminalException"><c>NotCsv</c>: other content. <c>HeaderMismatch</c>: a header that breaks the quoting
    /// rules.</exception>
    public static async Task<FileShape> SniffAsync(
        IByteSource source, DialectRule rule, IEnumerable<string> columnNames, CancellationToken cancellationToken,
        IReadOnlyList<string>? positions = null)
    {
        var (coding, note) = await CodingAsync(source, rule, cancellationToken);
        await using var decoded = coding.IsPlain ? null : new DecodedSource(source, coding, leaveOpen: true);
        using var buffer = new ForwardBuffer(decoded ?? source, 0, FirstBytes);
        await buffer.FillAsync(FirstBytes, cancellationToken);
        if (ContentSignature.OfBinary(buffer.Unread) is { } binary)
            throw NotCsv(coding.Gzip, binary);

        var markLength = buffer.Unread.StartsWith(Mark) ? Mark.Length : 0;
        buffer.Advance(markLength);
        for (var line = 0; line < rule.Skip; line++)
            await SkipLineAsync(buffer, cancellationToken);
        await SkipLinesBeforeHeaderAsync(buffer, rule.Comment, cancellationToken);
        var named = NamedDelimiter(buffer.Unread);
        if (named is not null)
        {
            await SkipLineAsync(buffer, cancellationToken);
            await SkipLinesBeforeHeaderAsync(buffer, rule.Comment, cancellationToken);
        }

        var shape = await HeaderAsync(
            buffer, rule, new(columnNames), named, rule.Header == HeaderRule.None ? positions : null, cancellationToken);
        return shape with { Coding = coding, MarkLength = markLength, Notes = note is null ? [] : [note] };
    }

    static async ValueTask<FileShape> HeaderAsync(
        ForwardBuffer buffer, DialectRule rule, HeaderNames names, byte? named, IReadOnlyList<string>? positions,
        CancellationToken cancellationToken)
    {
        var coding = new SourceCoding(Gzip: false, TextEncoding.Utf8);
        var sniffer = new DelimiterSniffer(names, positions?.Count);
        while (true)
        {
            var dialect = sniffer.Choose(buffer.Unread, buffer.AtEndOfFile, rule, named);
            if (rule.SpacedQuotes is null)
                dialect = SpacedQuotes.Detect(buffer.Unread, buffer.AtEndOfFile, dialect);
            if (positions is not null)
                return new(coding, dialect, 0, buffer.Unread.IsEmpty ? [] : positions, buffer.StartOffset);

            var start = rule.Header == HeaderRule.Search
                ? HeaderSearch.In(buffer.Unread, buffer.AtEndOfFile, dialect, names, rule.HeaderLines).Start
                : 0;
            var header = HeaderRecords.Read(buffer.Unread[start..], buffer.AtEndOfFile, dialect, rule.HeaderLines);
            if (header.Extent == UnitExtent.NeedsMore && !buffer.AtEndOfFile)
            {
                await buffer.FillAsync(FirstBytes, cancellationToken);
                continue;
            }

            if (header.Fault != UnitFault.None)
                throw new TerminalException(
                    ProblemCode.HeaderMismatch, $"The header, at byte {buffer.StartOffset + start}, cannot be read: {header.Fault}.");
            if (buffer.Unread.IsEmpty)
                return new(coding, dialect, 0, [], buffer.StartOffset);
            buffer.Advance(start + header.Length);
            for (var line = 0; line < rule.HeaderLinesAfter; line++)
                await SkipLineAsync(buffer, cancellationToken);
            return new(coding, dialect, 0, header.Names, buffer.StartOffset);
        }
    }

    static async ValueTask<(SourceCoding Coding, string? Note)> CodingAsync(
        IByteSource source, DialectRule rule, CancellationToken cancellationToken)
    {
        var first = await FirstBytesAsync(source, cancellationToken);
        var isGzip = first.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        await using var unpacked = isGzip ? new DecodedSource(source, new(Gzip: true, TextEncoding.Utf8), leaveOpen: true) : null;
        if (unpacked is not null)
            first = await FirstBytesAsync(unpacked, cancellationToken);
        if (ContentSignature.Of(first) is { } other)
            throw NotCsv(isGzip, other);
        var (encoding, note) = await EncodingChoice.OfAsync(unpacked ?? source, first, rule.Encoding, cancellationToken);
        return (new(isGzip, encoding), note);
    }

    static async ValueTask<byte[]> FirstBytesAsync(IByteSource source, CancellationToken cancellationToken)
    {
        var bytes = new byte[4096];
        return bytes[..await source.ReadAsync(0, bytes, cancellationToken)];
    }

    /// <summary>The delimiter in a first line such as <c>sep=;</c>, which spreadsheets write; null if the line is another.</summary>
    static byte? NamedDelimiter(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny(LineBreak.Lf, LineBreak.Cr);
        var line = end < 0 ? default : bytes[..end];
        if (line.Length > 2 && line[0] == '"' && line[^1] == '"')
            line = line[1..^1];
        return line.Length == 5 && Ascii.EqualsIgnoreCase(line[..4], "sep="u8) && line[4] < 0x80 ? line[4] : null;
    }

    static async ValueTask SkipLinesBeforeHeaderAsync(ForwardBuffer buffer, char? comment, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (!buffer.Unread.IsEmpty && buffer.Unread[0] is LineBreak.Lf or LineBreak.Cr)
                buffer.Advance(1);
            if (!buffer.Unread.IsEmpty && buffer.Unread[0] == comment)
                await SkipLineAsync(buffer, cancellationToken);
            else if (!buffer.Unread.IsEmpty || buffer.AtEndOfFile)
                return;
            else
                await buffer.FillAsync(FirstBytes, cancellationToken);
        }
    }

    /// <summary>Moves after a physical line and its line break.</summary>
    static async ValueTask SkipLineAsync(ForwardBuffer buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = LineBreak.IndexIn(buffer.Unread);
            if (end >= 0 && LineBreak.LengthAt(buffer.Unread, end, buffer.AtEndOfFile) is { } length)
            {
                buffer.Advance(end + length);
                return;
            }

            if (buffer.AtEndOfFile)
            {
                buffer.Advance(buffer.Unread.Length);
                return;
            }

            await buffer.FillAsync(FirstBytes, cancellationToken);
        }
    }

    static TerminalException NotCsv(bool isGzip, string content) =>
        new(
            ProblemCode.NotCsv,
            $"The file is not CSV: it looks like {(isGzip ? "gzip of " : "")}{content}. Upload a CSV file, plain or compressed with gzip.");
}
