using System.Globalization;
using System.Text;

namespace DuffBeer.Local.Tests.Workspaces;

/// <summary>What <c>duffbeer init</c> writes works at once.</summary>
public sealed class InitTests : IDisposable
{
    readonly OwnProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_first_project_passes_its_checks_and_shows_its_figures()
    {
        string[] mine = ["--definitions", _project["shop"], "--only"];

        var init = await _project.CallAsync("init", _project["shop"]);
        var check = await _project.CallAsync(["check", "--data", .. mine]);
        var test = await _project.CallAsync(["test", .. mine]);
        var ingest = await _project.CallAsync(["ingest", _project["shop/samples/sales.csv"], "--dataset", "sales", .. mine]);
        var report = await _project.CallAsync("report", "sales-summary", "--format", "csv");
        var again = await _project.CallAsync("init", _project["shop"]);

        Assert.True((init.Code, check.Code, test.Code, ingest.Code) == (0, 0, 0, 0), check.Error + test.Out + ingest.Error);
        Assert.Contains("1 pages, 1 tests,", check.Out, StringComparison.Ordinal);
        Assert.Equal("place,row_count,total_price\nSpringfield,4,13.40\nShelbyville,2,6.70\n", report.Out.ReplaceLineEndings("\n"));
        Assert.Equal(2, again.Code);
        Assert.Contains("exists already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_shows_types_keys_values_and_dates_and_says_how_sure()
    {
        _project.Write(
            "Bestellungen 2026.csv",
            """"
            Bestell-Nr;Kunde;Betrag (EUR);Bestelldatum;Geliefert;Bezahlt;Notiz;PLZ;Ort
            1;"Meier; Söhne";1.234,50;05.01.2026;03/04/2026;yes;;01234;Köln
            2; Huber ;12,00;13.01.2026;05/06/2026;no;;80331;Köln
            3;"Sagt ""ja""";n/a;;07/08/2026;yes;;80331;Köln
            """");

        var init = await _project.CallAsync("init", _project["shop"], "--from", _project["Bestellungen 2026.csv"]);

        Assert.True(init.Code == 0, init.Error);
        var contract = await File.ReadAllTextAsync(_project["shop/contracts/bestellungen.yaml"]);
        foreach (var line in (string[])
        [
            "dialect: {delimiter: \";\"}",
            "{name: bestell_nr, type: int64, required: true, key: true,",
            "{name: betrag_eur, source: \"Betrag (EUR)\", type: \"decimal(18,2)\", decimal: \",\", thousands: \".\",",
            " nullTokens: [\"n/a\"],",
            "{name: bestelldatum, type: date, formats: [\"dd.MM.yyyy\"],",
            "# Not sure: a date as dd/MM/yyyy, but a date as MM/dd/yyyy fits too; 3 of 3 cells have a value.",
            "{name: bezahlt, type: bool, trueWords: [\"yes\", \"y\"], falseWords: [\"no\", \"n\"],",
            "# Not known: every cell of the sample is empty.",
            "{name: plz, type: string,",
            "{name: ort, type: string, known: [\"Köln\"],",
        ])
            Assert.Contains(line, contract, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_that_mislead_are_read_as_what_they_are_and_doubts_are_named()
    {
        var text = new StringBuilder("No,Preis,Umsatz,Phone,Account,Straße,When,Sent,Flag,Paid,Code,Late\n");
        for (var row = 1; row <= 400; row++)
        {
            var late = row == 399 ? "oops" : row.ToString(CultureInfo.InvariantCulture);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{row},\"${row * 1000:#,0}.50\",{row}.10 EUR,+49{row:00000000},{row:00000000000000000000},Weg {row},"
                    + $"{row % 28 + 1}-Jan-2026,2026-01-02 03:04:05,{row % 2},"
                    + $"{(row % 2 == 0 ? "ja" : "nein")},{20260100 + row % 28 + 1},{late}\n");
        }

        _project.Write("odd.csv", text.ToString());
        var init = await _project.CallAsync("init", _project["shop"], "--from", _project["odd.csv"]);
        var ingest = await _project.CallAsync(
            "ingest", _project["odd.csv"], "--dataset", "odd", "--no-refresh", "--definitions", _project["shop"], "--only");

        Assert.True((init.Code, ingest.Code) == (0, 0), init.Error + ingest.Error);
        Assert.Matches(@"accepted\s+399\b", ingest.Out);
        Assert.Matches(@"TypeError\s+1\b", ingest.Out);
        var contract = await File.ReadAllTextAsync(_project["shop/contracts/odd.yaml"]);
        foreach (var line in (string[])
        [
            "{name: preis, type: \"decimal(18,2)\", thousands: \",\", currency: [\"$\"],",
            "{name: umsatz, type: \"decimal(18,2)\", currency: [\"EUR\"],",
            "{name: phone, type: string,",
            "{name: account, type: string,",
            "{name: strasse, source: \"Straße\", type: string,",
            "{name: when_value, source: \"When\", type: date, formats: [\"d-MMM-yyyy\"],",
            "# Sure: a time as ISO 8601 in every cell; 400 of 400 cells have a value. Times without an offset are read as UTC;",
            "# Not sure: a whole number, but true or false fits too;",
            "{name: paid, type: bool, trueWords: [\"ja\", \"j\"], falseWords: [\"nein\", \"n\"],",
            "# Not sure: a whole number, but a date as yyyyMMdd fits too;",
            "# Not sure: a whole number in 399 of 400 cells (99.75 %), but row 399 has \"oops\". That row is rejected; make the",
            "{name: late, type: int64,",
        ])
            Assert.Contains(line, contract, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Report of sales\nmade 2026-01-01\n\nsale,name\n1,a\n2,b\n3,c\n4,d\n", "dialect: {skip: 2}", "")]
    [InlineData(
        "1,a,2026-01-01\n2,b,2026-01-02\n3,c,2026-01-03\n", "# The first line looks like a row.", "The first line looks like a row.")]
    [InlineData("# Sales\nsale,name\n1,a\n# more of them\n2,b\n", "dialect: {comment: \"#\"}", "")]
    [InlineData("#,name\n1,a\n2,b\n", "source: \"#\"", "")]
    [InlineData("sale,,name\n1,x,a\n2,,b\n", "# Column 2 has no name, so it is left out, with 1 values.", "Column 2 has no name")]
    public async Task A_header_that_is_missing_late_or_incomplete_is_named(string text, string inContract, string said)
    {
        _project.Write("rows.csv", text);

        var init = await _project.CallAsync("init", _project["shop"], "--from", _project["rows.csv"]);
        var check = await _project.CallAsync("check", "--definitions", _project["shop"], "--only");

        Assert.True((init.Code, check.Code) == (0, 0), init.Error + check.Error);
        Assert.Contains(inContract, await File.ReadAllTextAsync(_project["shop/contracts/rows.yaml"]), StringComparison.Ordinal);
        Assert.Contains(said, init.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Whatever_the_sample_is_like_its_contract_rejects_none_of_its_rows(int seed)
    {
        var rows = WriteSample(seed);

        var init = await _project.CallAsync("init", _project["shop"], "--from", _project["rows.csv"]);
        var ingest = await _project.CallAsync(
            "ingest", _project["rows.csv"], "--dataset", "rows", "--no-refresh", "--definitions", _project["shop"], "--only");

        Assert.True((init.Code, ingest.Code) == (0, 0), init.Error + ingest.Error);
        Assert.Matches($@"accepted\s+{rows}\b", ingest.Out);
        Assert.Matches(@"rejected\s+0\b", ingest.Out);
    }

    /// <summary>Columns of several kinds in one notation of a seed's choice.</summary>
    int WriteSample(int seed)
    {
        var random = new Random(seed);
        var delimiter = ";,\t|"[random.Next(4)];
        var isComma = delimiter != ',' && random.Next(2) == 0;
        var notation = new NumberFormatInfo { NumberDecimalSeparator = isComma ? "," : "." };
        string[] dates = ["yyyy-MM-dd", "dd.MM.yyyy", "MM/dd/yyyy", "d.M.yyyy", "dd.MM.yyyy HH:mm"];
        var date = dates[random.Next(dates.Length)];
        var rows = random.Next(1, 60);
        var text = new StringBuilder(string.Join(delimiter, "Id", "Some name", "Price in $", "Day", "empty", "Count", "Flag", "order"));
        for (var row = 0; row < rows; row++)
        {
            var price = (random.Next(-1_000_000, 90_000_000) / 100m).ToString(random.Next(3) == 0 ? "0" : "0.00", notation);
            var day = new DateTime(2026, 1, 1).AddMinutes(random.Next(500_000)).ToString(date, CultureInfo.InvariantCulture);
            string[] cells =
            [
                $"{(random.Next(20) == 0 ? "" : "A")}{row}",
                random.Next(5) switch
                {
                    0 => "",
                    1 => $"\"a{delimiter} \"\"quoted\"\" name\"",
                    2 => "  spaces  ",
                    3 => "\"two\nlines\"",
                    _ => "007",
                },
                random.Next(10) == 0 ? "N/A" : price,
                random.Next(8) == 0 ? "" : day,
                "",
                $"{(long)random.Next() * random.Next(1, 1_000_000)}",
                random.Next(2) == 0 ? "yes" : "no",
                random.Next(9) == 0 ? "x" : $"{random.Next(100)}",
            ];
            text.Append('\n').AppendJoin(delimiter, cells);
        }

        var bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: random.Next(2) == 0);
        File.WriteAllText(_project["rows.csv"], text.Append('\n').ToString(), bytes);
        return rows;
    }
}
