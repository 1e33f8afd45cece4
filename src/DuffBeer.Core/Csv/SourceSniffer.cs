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
    /// <param name="columnNames">The names, source names and aliases of the contract's columns.</param>
    /// <exception cref="TerminalException"><c>NotCsv</c>: other content. <c>HeaderMismatch</c>: a header that breaks the quoting
    /// rules.</exception>
    public static async Task<FileShape> SniffAsync(
        IByteSource source, DialectRule rule, IEnumerable<string> columnNames, CancellationToken cancellationToken)
    {
        var coding = await CodingAsync(source, rule, cancellationToken);
        await using var decoded = coding.IsPlain ? null : new DecodedSource(source, coding, leaveOpen: true);
        using var buffer = new ForwardBuffer(decoded ?? source, 0, FirstBytes);
        await buffer.FillAsync(FirstBytes, cancellationToken);
        if (ContentSignature.OfBinary(buffer.Unread) is { } binary)
            throw NotCsv(coding.Gzip, binary);

        var markLength = buffer.Unread.StartsWith(Mark) ? Mark.Length : 0;
        buffer.Advance(markLength);
        await SkipBlankLinesAsync(buffer, cancellationToken);

        var sniffer = new DelimiterSniffer(columnNames);
        while (true)
        {
            var dialect = sniffer.Choose(buffer.Unread, buffer.AtEndOfFile, rule);
            var cells = new CellEnds();
            var header = UnitSplitter.Split(buffer.Unread, buffer.AtEndOfFile, dialect, Dialect.MaxRecordBytes, cells);
            if (header.Extent == UnitExtent.NeedsMore && !buffer.AtEndOfFile)
            {
                await buffer.FillAsync(FirstBytes, cancellationToken);
                continue;
            }

            if (header.Kind == UnitKind.Fault)
                throw new TerminalException(
                    ProblemCode.HeaderMismatch, $"The header, at byte {buffer.StartOffset}, cannot be read: {header.Fault}.");
            return buffer.Unread.IsEmpty
                ? new(coding, dialect, markLength, [], buffer.StartOffset)
                : new(
                    coding,
                    dialect,
                    markLength,
                    Record.Of(buffer.Unread[..header.Length], cells, dialect).Texts(),
                    buffer.StartOffset + header.Length + header.BreakLength);
        }
    }

    static async ValueTask<SourceCoding> CodingAsync(IByteSource source, DialectRule rule, CancellationToken cancellationToken)
    {
        var first = await FirstBytesAsync(source, cancellationToken);
        var isGzip = first.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        if (isGzip)
        {
            await using var unpacked = new DecodedSource(source, new(Gzip: true, TextEncoding.Utf8), leaveOpen: true);
            first = await FirstBytesAsync(unpacked, cancellationToken);
        }

        if (ContentSignature.Of(first) is { } other)
            throw NotCsv(isGzip, other);
        return new(isGzip, EncodingOf(first, rule.Encoding));
    }

    static async ValueTask<byte[]> FirstBytesAsync(IByteSource source, CancellationToken cancellationToken)
    {
        var bytes = new byte[4096];
        return bytes[..await source.ReadAsync(0, bytes, cancellationToken)];
    }

    /// <summary>A byte order mark overrides the contract's encoding.</summary>
    static TextEncoding EncodingOf(ReadOnlySpan<byte> first, string? declared) => first switch
    {
        [0xEF, 0xBB, 0xBF, ..] => TextEncoding.Utf8,
        [0xFF, 0xFE, ..] => TextEncoding.Utf16LittleEndian,
        [0xFE, 0xFF, ..] => TextEncoding.Utf16BigEndian,
        _ => declared?.ToUpperInvariant() switch
        {
            null or "UTF-8" => TextEncoding.Utf8,
            "WINDOWS-1252" => TextEncoding.Windows1252,
            "ISO-8859-1" => TextEncoding.Latin1,
            _ => throw new TerminalException(
                ProblemCode.DefinitionInvalid,
                $"The encoding '{declared}' is not known; a contract may say utf-8, windows-1252 or iso-8859-1."),
        },
    };

    static async ValueTask SkipBlankLinesAsync(ForwardBuffer buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (!buffer.Unread.IsEmpty && buffer.Unread[0] is (byte)'\n' or (byte)'\r')
                buffer.Advance(1);
            if (!buffer.Unread.IsEmpty || buffer.AtEndOfFile)
                return;
            await buffer.FillAsync(FirstBytes, cancellationToken);
        }
    }

    static TerminalException NotCsv(bool isGzip, string content) =>
        new(
            ProblemCode.NotCsv,
            $"The file is not CSV: it looks like {(isGzip ? "gzip of " : "")}{content}. Upload a CSV file, plain or compressed with gzip.");
}
