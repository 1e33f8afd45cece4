using System.IO.Compression;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Tests.Csv;

public sealed class SourceSnifferTests
{
    static readonly string[] s_columns = ["order_id", "client name", "price"];

    [Theory]
    [InlineData("order_id,price\n1,2\n", ',')]
    [InlineData("order_id;price\n1;2,50\n", ';')]
    [InlineData("order_id\tprice\n1\t2\n", '\t')]
    [InlineData("order_id|price\n1|2\n", '|')]
    // A header that matches the contract wins, although commas split the lines evenly.
    [InlineData("order_id;price;a, b, c, d\n1;2;a, b, c, d\n", ';')]
    [InlineData("ORDER_ID; Price ;\"client name\"\n", ';')]
    [InlineData("\"order_id\",\"x;y;z;price\"\n1,2\n", ',')]
    // No name is known: the delimiter that splits the first records evenly, outside quotes.
    [InlineData("x;y\n1;\"a,b\"\n2;\"c,d\"\n", ';')]
    [InlineData("x|y\n1|2\n", '|')]
    [InlineData("x y,z;u\n1,2\n3,4\n", ',')]
    [InlineData("x\n1\n", ',')]
    [InlineData("", ',')]
    public async Task The_delimiter_is_the_one_that_fits_the_contract_or_else_the_lines(string text, char expected) =>
        Assert.Equal((byte)expected, (await SniffAsync(text)).Dialect.Delimiter);

    [Fact]
    public async Task A_declared_delimiter_and_quote_are_used_as_they_are()
    {
        var shape = await SniffAsync(Encoding.UTF8.GetBytes("order_id,'a;b';price\n"), new DialectRule(";", '\''));

        Assert.Equal(new((byte)';', (byte)'\''), shape.Dialect);
        Assert.Equal(["order_id,'a", "b'", "price"], shape.Header);
    }

    [Theory]
    [InlineData("order_id,price\n1,2\n", 0, 15)]
    [InlineData("order_id,price\r\n1,2\n", 0, 16)]
    [InlineData("order_id,price", 0, 14)]
    [InlineData("\uFEFForder_id,price\n1,2\n", 3, 18)]
    [InlineData("\n\r\n\rorder_id,price\n1,2\n", 0, 19)]
    [InlineData("\uFEFF\n\"order_id\",\"price\"\r1,2\n", 3, 23)]
    public async Task The_header_is_the_first_line_that_is_not_blank(string text, int mark, long end)
    {
        var shape = await SniffAsync(text);

        Assert.Equal(["order_id", "price"], shape.Header);
        Assert.Equal((mark, end), (shape.MarkLength, shape.HeaderEnd));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("\uFEFF", 3)]
    [InlineData("\n\r\n", 3)]
    public async Task A_file_without_a_line_has_an_empty_header_that_ends_with_it(string text, long end)
    {
        var shape = await SniffAsync(text);

        Assert.Empty(shape.Header);
        Assert.Equal(end, shape.HeaderEnd);
    }

    [Fact]
    public async Task Header_cells_may_hold_quotes_line_breaks_and_any_letter() =>
        Assert.Equal(
            ["order \"id\"", "two\nlines", "prix é", ""],
            (await SniffAsync("\"order \"\"id\"\"\",\"two\nlines\",prix é,\n1,2,3,4\n")).Header);

    [Fact]
    public async Task A_header_of_10_000_columns_and_more_than_the_first_bytes_is_read_whole()
    {
        var names = Enumerable.Range(0, 10_000).Select(index => $"a column with number {index}").ToArray();

        var shape = await SniffAsync(string.Join(';', names) + "\n" + string.Join(';', names) + "\n");

        Assert.Equal(names, shape.Header);
        Assert.Equal(string.Join(';', names).Length + 1, shape.HeaderEnd);
    }

    [Fact]
    public async Task Blank_lines_beyond_the_first_bytes_are_skipped()
    {
        var shape = await SniffAsync(new string('\n', 3 << 20) + "order_id,price\n");

        Assert.Equal(["order_id", "price"], shape.Header);
        Assert.Equal((3 << 20) + 15, shape.HeaderEnd);
    }

    [Theory]
    [InlineData("order_id,\"price\n1,2\n")]
    [InlineData("\"order_id\"x,price\n1,2\n")]
    public async Task A_header_that_breaks_the_quoting_rules_is_a_mismatch(string text)
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(() => SniffAsync(Encoding.UTF8.GetBytes(text), new DialectRule(",")));

        Assert.Equal(ProblemCode.HeaderMismatch, failure.Code);
    }

    [Fact]
    public async Task A_first_line_over_a_MiB_is_a_mismatch() =>
        Assert.Equal(
            ProblemCode.HeaderMismatch, (await Assert.ThrowsAsync<TerminalException>(() => SniffAsync(new string('x', 3 << 20)))).Code);

    [Theory]
    [InlineData("utf-8", TextEncoding.Utf8)]
    [InlineData(null, TextEncoding.Utf8)]
    [InlineData("windows-1252", TextEncoding.Windows1252)]
    [InlineData("ISO-8859-1", TextEncoding.Latin1)]
    public async Task Without_a_byte_order_mark_the_declared_encoding_applies(string? declared, TextEncoding expected) =>
        Assert.Equal(new(Gzip: false, expected), (await SniffAsync("order_id\n"u8.ToArray(), new DialectRule(Encoding: declared))).Coding);

    [Theory]
    [InlineData("utf-8", TextEncoding.Utf8)]
    [InlineData("utf-16", TextEncoding.Utf16LittleEndian)]
    [InlineData("utf-16BE", TextEncoding.Utf16BigEndian)]
    public async Task A_byte_order_mark_overrides_the_declared_encoding(string name, TextEncoding expected)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] file = [.. encoding.GetPreamble(), .. encoding.GetBytes("order_id;prix é\n1;2\n")];

        foreach (var packed in new[] { false, true })
        {
            var shape = await SniffAsync(packed ? Gzip(file) : file, new DialectRule(Encoding: "windows-1252"));

            Assert.Equal(new(packed, expected), shape.Coding);
            Assert.Equal(["order_id", "prix é"], shape.Header);
            Assert.Equal((byte)';', shape.Dialect.Delimiter);
        }
    }

    [Theory]
    [InlineData("", '"')]
    [InlineData(",", '“')]
    [InlineData(",\n", '"')]
    public async Task A_delimiter_or_quote_that_cannot_be_is_a_mistake_in_the_contract(string delimiter, char quote) =>
        Assert.Equal(ProblemCode.DefinitionInvalid, (await Assert.ThrowsAsync<TerminalException>(
            () => SniffAsync("order_id\n"u8.ToArray(), new DialectRule(delimiter, quote)))).Code);

    [Fact]
    public async Task An_unknown_encoding_is_a_mistake_in_the_contract() =>
        Assert.Equal(ProblemCode.DefinitionInvalid, (await Assert.ThrowsAsync<TerminalException>(
            () => SniffAsync("order_id\n"u8.ToArray(), new DialectRule(Encoding: "ebcdic")))).Code);

    public static TheoryData<string, byte[]> OtherContent() => new()
    {
        { "Parquet", [.. "PAR1"u8, 0x15, 0x04, 0, 0] },
        { "xlsx", [.. "PK\u0003\u0004"u8, 20, 0, 6, 0, .. "[Content_Types].xml"u8] },
        { "zip", [.. "PK\u0003\u0004"u8, 20, 0, 0, 0, .. "orders.csv"u8] },
        { "PDF", "%PDF-1.7\n%"u8.ToArray() },
        { "PNG", [0x89, .. "PNG\r\n\u001a\n"u8] },
        { "JPEG", [0xFF, 0xD8, 0xFF, 0xE0] },
        { "ORC", [.. "ORC"u8, 0x08, 0x03, 0x10] },
        { "Avro", "Obj\u0001\u0004\u0016avro.schema"u8.ToArray() },
        { "SQLite", "SQLite format 3\0\u0010"u8.ToArray() },
        { "old Excel", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0] },
        { "UTF-32", [0xFF, 0xFE, 0, 0, (byte)'a', 0, 0, 0] },
        { "UTF-16 without", Encoding.Unicode.GetBytes("order_id,price\n1,2\n") },
        { "HTML", "<!doctype html><title>403</title>"u8.ToArray() },
        { "JSON", "[{\"order_id\": 1}]"u8.ToArray() },
        { "binary", [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * i))] },
        { "Zstandard", [0x28, 0xB5, 0x2F, 0xFD, 4] },
        { "tar", Tar() },
        { "gzip of a Parquet", Gzip([.. "PAR1"u8, 0x15, 0x04, 0, 0]) },
        { "gzip of a gzip", Gzip(Gzip("order_id\n"u8.ToArray())) },
        { "gzip of a tar", Gzip(Tar()) },
    };

    [Theory]
    [MemberData(nameof(OtherContent))]
    public async Task What_is_not_CSV_is_refused_by_name(string name, byte[] file)
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(() => SniffAsync(file));

        Assert.Equal(ProblemCode.NotCsv, failure.Code);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("order_id,price\n\0,2\n1\0,\0\n")]
    [InlineData("ORCID,price\n1,2\n")]
    [InlineData("PAR1,PAR2\n1,2\n")]
    [InlineData("BZh,price\n1,2\n")]
    [InlineData("PK,price\n1,2\n")]
    public async Task What_only_resembles_other_content_is_CSV(string text) =>
        Assert.Equal(2, (await SniffAsync(text)).Header.Count);

    static byte[] Tar()
    {
        var tar = new byte[1024];
        "orders.csv"u8.CopyTo(tar);
        "ustar\000"u8.CopyTo(tar.AsSpan(257));
        return tar;
    }

    static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    static Task<FileShape> SniffAsync(string text) => SniffAsync(Encoding.UTF8.GetBytes(text), new DialectRule());

    static Task<FileShape> SniffAsync(byte[] file, DialectRule? rule = null) =>
        SourceSniffer.SniffAsync(new MemoryByteSource(file), rule ?? new(), s_columns, default);
}
