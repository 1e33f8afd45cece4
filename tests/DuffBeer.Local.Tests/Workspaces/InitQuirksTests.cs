namespace DuffBeer.Local.Tests.Workspaces;

/// <summary>What <c>duffbeer init</c> makes of samples that are not clean.</summary>
public sealed class InitQuirksTests : IDisposable
{
    readonly OwnProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_title_with_empty_cells_behind_it_is_no_header_and_a_short_line_is_counted()
    {
        _project.Write("rows.csv", "Export;;\nmeter;read on;use\nA1;24/03/2026;1,5\nA2;25/03/2026;2,5\nA3\n");

        var init = await _project.CallAsync("init", _project["shop"], "--from", _project["rows.csv"]);

        var contract = await File.ReadAllTextAsync(_project["shop/contracts/rows.yaml"]);
        Assert.Contains("dialect: {delimiter: \";\", skip: 1}", contract, StringComparison.Ordinal);
        Assert.Contains("{name: use, type: \"decimal(18,2)\", decimal: \",\",", contract, StringComparison.Ordinal);
        Assert.Contains("from 2 rows; 1 line has another number of cells than the header. Read", init.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Known_values_keep_their_line_breaks()
    {
        _project.Write("rows.csv", "id,place\nA,\"a\nb\"\nB,\"a\nb\"\nC,\"a\nb\"\n");

        var init = await _project.CallAsync("init", _project["shop"], "--from", _project["rows.csv"]);
        var ingest = await _project.CallAsync(
            "ingest", _project["rows.csv"], "--dataset", "rows", "--no-refresh", "--definitions", _project["shop"], "--only");

        Assert.True((init.Code, ingest.Code) == (0, 0), init.Error + ingest.Error);
        Assert.Contains(
            "known: [\"a\\nb\"]", await File.ReadAllTextAsync(_project["shop/contracts/rows.yaml"]), StringComparison.Ordinal);
        Assert.Matches(@"accepted\s+3\b", ingest.Out);
        Assert.DoesNotContain("warning", ingest.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99, "type: string", "# Not sure: text, because row 3 has \"x\"; 98 of 99 cells are a whole number.")]
    [InlineData(100, "type: int64", "# Not sure: a whole number in 99 of 100 cells (99 %), but row 3 has \"x\". That row is rejected;")]
    public async Task One_bad_cell_in_a_hundred_is_a_reject_and_in_fewer_it_makes_the_column_text(int rows, string type, string said)
    {
        var cells = Enumerable.Range(1, rows).Select(row => $"A{row},{(row == 3 ? "x" : row)}\n");
        _project.Write("rows.csv", "id,count\n" + string.Concat(cells));

        await _project.CallAsync("init", _project["shop"], "--from", _project["rows.csv"]);

        var contract = await File.ReadAllTextAsync(_project["shop/contracts/rows.yaml"]);
        Assert.Contains($"{{name: count, {type},", contract, StringComparison.Ordinal);
        Assert.Contains(said, contract, StringComparison.Ordinal);
    }
}
