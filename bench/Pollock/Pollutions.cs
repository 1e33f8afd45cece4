using System.Globalization;

namespace DuffBeer.Bench.Pollock;

/// <summary>The files of the benchmark: the source file, and 2,289 versions of it with one pollution each.</summary>
static class Pollutions
{
    static readonly Draft s_source = new(SourceTable.Lines);

    static readonly LoadedTable s_expected = Expected(SourceTable.Lines);

    public static IEnumerable<PollutedFile> All() => [.. OfFiles(), .. OfTables(), .. OfDialects(), .. OfRows()];

    static IEnumerable<PollutedFile> OfFiles()
    {
        yield return Of("source", "none: the source file", 1, "plain", s_source);
        yield return new("file_no_payload.csv", "empty file", 15, "plain", [], LoadedTable.Empty);
        yield return Of("file_no_trailing_newline", "no line break at the end", 184, "plain", s_source with { LastLineBreak = "" });
        yield return Of(
            "file_double_trailing_newline", "blank line at the end", 5, "plain", s_source with { LastLineBreak = "\r\n\r\n" });
        yield return Of("file_header_only", "header only", 3, "plain", new Draft([SourceTable.Header]));
        yield return Of("file_one_data_row", "one row", 4, "plain", new Draft([.. SourceTable.Lines.Take(2)]));
    }

    static IEnumerable<PollutedFile> OfTables()
    {
        yield return Of("file_no_header", "no header", 470, "no_header", new Draft([.. SourceTable.Lines.Skip(1)])) with
        {
            Expected = s_expected with { Header = null },
        };
        foreach (var (lines, dataset) in new[] { (2, "two_header_lines"), (3, "three_header_lines") })
        {
            var names = SourceTable.Header.Expected;
            var header = DraftLine.Plain([.. names]);
            yield return Of(
                Name($"file_header_multirow_{lines}"), Name($"header of {lines} lines"), 47, dataset,
                new Draft([.. Enumerable.Repeat(header, lines - 1), .. SourceTable.Lines])) with
            {
                Expected = s_expected with { Header = [.. names.Select(name => string.Join(' ', Enumerable.Repeat(name, lines)))] },
            };
        }

        var blank = Enumerable.Repeat("", SourceTable.Columns).ToArray();
        yield return Of(
            "file_preamble", "lines before the header", 282, "preamble",
            new Draft([DraftLine.Plain(["PREAMBLE", .. blank[1..]]), DraftLine.Plain(blank), .. SourceTable.Lines]));
        foreach (var (name, words, columns) in new[] { ("less", "fewer", 8), ("same", "as many", 9), ("more", "more", 10) })
            yield return Of(
                $"file_multitable_{name}", $"second table with {words} columns", 188 / 3.0, "plain",
                new Draft([.. SourceTable.Lines, .. SecondTable(columns)]));
    }

    static IEnumerable<PollutedFile> OfDialects()
    {
        yield return Of(
            "file_record_delimiter_0xA", "lines end with LF", 1691, "plain", s_source with { LineBreak = "\n", LastLineBreak = "\n" });
        yield return Of(
            "file_record_delimiter_0xD", "lines end with CR", 7, "plain", s_source with { LineBreak = "\r", LastLineBreak = "\r" });
        yield return Delimited("file_field_delimiter_0x3B", "delimiter `;`", 834, "plain", ";");
        yield return Delimited("file_field_delimiter_0x9", "delimiter tab", 4, "plain", "\t");
        yield return Delimited("file_field_delimiter_0x2C_0x20", "delimiter comma and space", 101, "comma_space", ", ");
        yield return Delimited("file_field_delimiter_0x20", "delimiter space", 4, "space", " ");
        yield return Of(
            "file_quotation_char_0x27", "quoted by apostrophes, those in texts not doubled", 11, "apostrophe",
            s_source with { Quote = "'" });
        yield return Of("file_escape_char_0x5C", "quotes escaped by a backslash", 1, "backslash", s_source with { Escape = "\\" });
        yield return Of("file_escape_char_0x00", "quotes in texts not doubled", 7, "plain", s_source with { Escape = "" });
    }

    static IEnumerable<PollutedFile> OfRows()
    {
        for (var row = 0; row < SourceTable.Lines.Count; row++)
        {
            var dataset = row == 0 ? "bad_header" : "plain";
            for (var column = 0; column < SourceTable.Columns; column++)
            {
                var cell = column;
                yield return Row(
                    Name($"row_more_sep_row{row}_col{cell}"), "one delimiter too many in a row", 0.36775106082036774,
                    line => line.WithBefore(cell, "," + line.Before[cell]));
                if (cell > 0)
                    yield return Row(
                        Name($"row_less_sep_row{row}_col{cell}"), "one delimiter missing in a row", 0.36775106082036774,
                        line => line.WithBefore(cell, ""));
                yield return Row(
                    Name($"row_extra_quote{row}_col{cell}"), "a stray quote before a cell", 1 / 108.0, line => line.WithStrayQuote(cell));
            }

            yield return Row(
                Name($"row_field_delimiter_{row}_0x20"), "a row delimited by spaces", 1 / 7.0, line => line.WithDelimiter(" "));

            PollutedFile Row(string name, string kind, double weight, Func<DraftLine, DraftLine> change)
            {
                var draft = s_source.WithLine(row, change);
                return Of(name, kind, weight, dataset, draft) with { Expected = Expected(draft.Lines) };
            }
        }
    }

    static IEnumerable<DraftLine> SecondTable(int columns) => SourceTable.Lines.Take(83).Select(
        (line, index) => DraftLine.Plain(
            [.. line.Cells.Select(cell => cell.Text).Append(index == 0 ? "col1" : line.Cells[^1].Text).Take(columns)]));

    static PollutedFile Delimited(string name, string kind, double weight, string dataset, string delimiter) =>
        Of(name, kind, weight, dataset, new Draft([.. SourceTable.Lines.Select(line => line.WithDelimiter(delimiter))]));

    /// <summary>A file from which the whole source table is expected, unless it has only a part of it.</summary>
    static PollutedFile Of(string name, string kind, double weight, string dataset, Draft draft) => new(
        name + ".csv", kind, weight, dataset, draft.Bytes(),
        draft.Lines.Count < SourceTable.Lines.Count - 1 ? Expected(draft.Lines) : s_expected);

    static LoadedTable Expected(IReadOnlyList<DraftLine> lines) =>
        new(lines[0].Expected, [.. lines.Skip(1).Select(line => line.Expected)]);

    static string Name(FormattableString name) => name.ToString(CultureInfo.InvariantCulture);
}
