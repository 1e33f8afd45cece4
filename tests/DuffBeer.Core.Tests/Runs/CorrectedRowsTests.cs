using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;

namespace DuffBeer.Core.Tests.Runs;

public sealed class CorrectedRowsTests
{
    static readonly DatasetContract s_things = new()
    {
        Name = "things",
        Version = 1,
        Source = new("things/"),
        Columns = [new() { Name = "id", Type = LogicalType.Int64 }, new() { Name = "name", Type = LogicalType.String }],
    };

    [Fact]
    public void Short_lines_below_a_wide_header_are_refused_before_they_fill_the_memory()
    {
        var header = new string(',', 100_000) + string.Join(',', RejectCsv.ReasonColumns);
        var file = Encoding.UTF8.GetBytes($"{header}\n{string.Concat(Enumerable.Repeat("9\n", 1_000))}");

        var failure = Assert.Throws<TerminalException>(() => CorrectedRows.Of(file, s_things));

        Assert.Equal(ProblemCode.BadRequest, failure.Code);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+49 30 123")]
    [InlineData("@home")]
    [InlineData("-12.50")]
    [InlineData("-.5")]
    [InlineData("- none -")]
    [InlineData("'=1+1")]
    [InlineData("''+1")]
    [InlineData("'tis")]
    [InlineData("'")]
    [InlineData("")]
    [InlineData("Größe; \"a\", b")]
    public void A_cell_that_was_not_corrected_keeps_its_value(string name)
    {
        var corrected = Text(CorrectedRows.Of(Encoding.UTF8.GetBytes(Export(Reject("x," + Quoted(name)))), s_things));

        Assert.Equal($"id,name\nx,{(name.Contains(',', StringComparison.Ordinal) ? Quoted(name) : name)}\n", corrected);
    }

    [Fact]
    public void Only_what_may_be_a_formula_is_guarded() =>
        Assert.Equal(
            "x,\"'=1\",-1.50,\"'-1.5.0\"",
            string.Join(',', Export(Reject("x,=1,-1.50,-1.5.0"), "id", "a", "b", "c").Split('\n')[1].Split(',').Take(4)));

    [Theory]
    [InlineData("-5,000", "\"-5,000\"")]
    [InlineData("-1.234.567,89", "\"-1.234.567,89\"")]
    [InlineData("-1'234.5", "-1'234.5")]
    [InlineData("-1 234,5", "\"-1 234,5\"")]
    [InlineData("-1,23,4", "\"'-1,23,4\"")]
    [InlineData("-5+1", "\"'-5+1\"")]
    public void A_negative_number_in_any_notation_is_not_guarded(string cell, string written) =>
        Assert.StartsWith($"x,{written},", Export(Reject($"x,{Quoted(cell)}")).Split('\n')[1], StringComparison.Ordinal);

    [Theory]
    [InlineData(null, '"', "id,name\n2,\"a;b's, \"\"c\"\"\"\n")]
    [InlineData(";", '"', "id;name\n2;\"a;b's, \"\"c\"\"\"\n")]
    [InlineData(",", '\'', "id,name\n2,'a;b''s, \"c\"'\n")]
    public void They_are_written_in_the_contracts_dialect(string? delimiter, char quote, string expected)
    {
        var contract = s_things with { Dialect = new(delimiter, quote) };

        Assert.Equal(expected, Text(CorrectedRows.Of(Encoding.UTF8.GetBytes(Export(Reject("2,\"a;b's, \"\"c\"\"\""))), contract)));
    }

    [Fact]
    public async Task Where_sources_have_another_encoding_they_are_read_as_what_they_are()
    {
        var contract = s_things with { Dialect = new(";", '"', "windows-1252") };

        await using var source = new MemoryByteSource(CorrectedRows.Of(Encoding.UTF8.GetBytes(Export(Reject("2,Größe"))), contract));
        var shape = await SourceSniffer.SniffAsync(source, contract.Dialect, ["id", "name"], default);

        Assert.Equal((TextEncoding.Utf8, "id|name"), (shape.Coding.Encoding, string.Join('|', shape.Header)));
    }

    public static TheoryData<DialectRule> Dialects =>
    [
        new DialectRule(), new DialectRule("||"), new DialectRule("¦") { Escape = '\\' }, new DialectRule(Quote: '\'') { Escape = '^' },
        new DialectRule { Header = HeaderRule.None }, new DialectRule { Header = HeaderRule.None, Skip = 2 },
        new DialectRule { Header = HeaderRule.Search }, new DialectRule { Skip = 3, HeaderLinesAfter = 1 },
        new DialectRule { HeaderLines = 3 }, new DialectRule { HeaderLines = 2, HeaderLinesAfter = 2, Skip = 1 },
        new DialectRule { Comment = '#' }, new DialectRule { SpacedQuotes = true, TrailingDelimiter = true },
    ];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task The_contract_reads_every_cell_of_them_as_it_was(DialectRule rule)
    {
        string[][] rows = [["#1", "a"], ["2", "x,y||z¦"], ["3", "say \"it's\" ^ \\ \\\""], ["4", "two\nlines"], ["5", ""]];
        var export = "id,name,_code,_row,_byte,_column,_value,_message,_raw\n"
            + string.Concat(rows.Select(row => $"{row[0]},{Quoted(row[1])},TypeError,1,9,id,x,wrong,raw\n"));

        var file = CorrectedRows.Of(Encoding.UTF8.GetBytes(export), s_things with { Dialect = rule });

        await using var source = new MemoryByteSource(file);
        var shape = await SourceSniffer.SniffAsync(source, rule, ["id", "name"], default, ["id", "name"]);
        Assert.Equal(["id", "name"], shape.Header);
        Assert.Equal(rows, RecordsOf(file, shape));
    }

    [Fact]
    public void Without_a_header_they_are_in_the_contracts_order()
    {
        var contract = s_things with { Dialect = new() { Header = HeaderRule.None } };
        var export = "Name,_code,_row,_byte,_column,_value,_message,_raw,ID\nMoe,TypeError,1,9,id,x,wrong,raw,7\n";

        Assert.Equal("7,Moe\n", Text(CorrectedRows.Of(Encoding.UTF8.GetBytes(export), contract)));
    }

    static List<string[]> RecordsOf(byte[] file, FileShape shape)
    {
        var (records, cells) = (new List<string[]>(), new CellEnds());
        for (var at = (int)shape.HeaderEnd; at < file.Length;)
        {
            var unit = UnitSplitter.Split(file.AsSpan(at), endOfFile: true, shape.Dialect, Dialect.MaxRecordBytes, cells);
            Assert.Equal(UnitKind.Record, unit.Kind);
            records.Add(Core.Csv.Record.Of(file.AsSpan(at, unit.Length), cells, shape.Dialect).Texts());
            at += unit.Length + unit.BreakLength;
        }

        return records;
    }

    [Fact]
    public void What_rejects_do_not_show_is_not_taken_for_the_value()
    {
        var contract = s_things with
        {
            Derived =
            [
                new(
                    "shout",
                    LogicalType.String,
                    Expression.Compile("upper(name)", [new("id", LogicalType.Int64), new("name", LogicalType.String)], LogicalType.String),
                    Hides: "name"),
            ],
        };

        var problem = Assert.Throws<TerminalException>(() => CorrectedRows.Of(Encoding.UTF8.GetBytes(Export(Reject("2,***"))), contract));

        Assert.Equal(ProblemCode.BadRequest, problem.Code);
        Assert.Contains("Row 1 of the corrected rows has *** in name", problem.Message, StringComparison.Ordinal);
        Assert.Equal("id,name\n2,\n", Text(CorrectedRows.Of(Encoding.UTF8.GetBytes(Export(Reject("2,"))), contract)));
    }

    [Fact]
    public void A_truncated_line_shows_no_cells() =>
        Assert.StartsWith(
            "id,name,_code,_row,_byte,_column,_value,_message,_raw\n,,TypeError,1,9,id,x,",
            Export(Reject("x," + new string('n', (64 << 10) - 2))),
            StringComparison.Ordinal);

    static RejectRow Reject(string raw) => new(RejectCode.TypeError, 1, 9, "id", "x", "id must be an int64", raw);

    static string Export(RejectRow reject, params string[] header)
    {
        var plan = new FilePlan(
            new(new(false, TextEncoding.Utf8), new((byte)','), 0, header.Length == 0 ? ["id", "name"] : header, 8),
            null,
            1,
            []);
        using var text = new StringWriter();
        RejectCsv.WriteHeader(plan, text);
        RejectCsv.Write(plan, [reject], text);
        return text.ToString();
    }

    static string Quoted(string cell) => '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    static string Text(byte[] csv) => Encoding.UTF8.GetString(csv);
}
