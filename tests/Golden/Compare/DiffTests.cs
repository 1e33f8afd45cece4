using System.Text.Json;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Definitions;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Compare;

/// <summary>Two snapshots compared, through the command line and against a comparison of all rows in memory.</summary>
public sealed class DiffTests : IDisposable
{
    // With models that a setting and the day of the figures change.
    readonly Home _home = new() { Definitions = DomainDefinitions.Of("duff", ["clients-ranked", "duff-sales"]) };
    readonly TemporaryFolder _scratch = new();

    public void Dispose()
    {
        _home.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_new_file_adds_and_changes_rows_a_retired_one_takes_them_away_and_a_setting_touches_only_its_models()
    {
        await _home.IngestAsync("a.csv", Csv.Header + Csv.Rows(3));
        await _home.RefreshAsync();
        var later = await _home.IngestAsync("b.csv", Csv.Header + Csv.Row(2, units: "7") + Csv.Row(10));
        await _home.RefreshAsync();

        var grown = await DiffAsync();
        var orders = ModelOf(grown, "fact_orders");
        Assert.Equal(("Changed", 3, 4), (Text(orders, "state"), Number(orders, "rowsBefore"), Number(orders, "rowsNow")));
        Assert.Equal((1, 0, 1), CountsOf(orders));
        Assert.Equal(["order_id"], Texts(orders.GetProperty("counts").GetProperty("key")));
        Assert.Contains("ccf", Names(orders.GetProperty("counts").GetProperty("columns")));
        Assert.DoesNotContain("product_id", Names(orders.GetProperty("counts").GetProperty("columns")));
        Assert.Equal(("45.00", "62.50"), SumOf(orders, "total_price"));
        Assert.Equal(["Files duff_orders"], CausesOf(orders));
        var files = Assert.Single(grown.GetProperty("datasets").EnumerateArray());
        Assert.Equal(("duff_orders", 1, 0), (Text(files, "name"), Number(files, "came"), Number(files, "went")));
        Assert.Equal("duff/orders/b.csv", Text(Assert.Single(files.GetProperty("files").EnumerateArray()), "source"));
        await AgreesWithAllRowsAsync();

        var rows = JsonOf(await _home.CallAsync("diff", "fact_orders", "--rows", "--limit", "1", "--json"));
        var changed = Assert.Single(rows.GetProperty("rows").EnumerateArray());
        var ccf = Texts(rows.GetProperty("columns")).IndexOf("ccf");
        Assert.Equal(
            ("Changed", "2", "6", "7"),
            (Text(changed, "change"), changed.GetProperty("now")[0].GetString(), changed.GetProperty("before")[ccf].GetString(),
                changed.GetProperty("now")[ccf].GetString()));
        var rest = JsonOf(await _home.CallAsync("diff", "fact_orders", "--rows", "--limit", "1", "--next", "1", "--json"));
        var added = Assert.Single(rest.GetProperty("rows").EnumerateArray());
        Assert.Equal(("Added", "10"), (Text(added, "change"), added.GetProperty("now")[0].GetString()));
        Assert.False(rest.TryGetProperty("nextLink", out _));

        await _home.AskAsync(workspace => workspace.RetireAsync(later.Record.Id, default));
        await _home.RefreshAsync();
        var shrunk = await DiffAsync();
        Assert.Equal((0, 1, 1), CountsOf(ModelOf(shrunk, "fact_orders")));
        Assert.Equal(1, Number(Assert.Single(shrunk.GetProperty("datasets").EnumerateArray()), "went"));
        await AgreesWithAllRowsAsync();

        await _home.RefreshAsync(new Dictionary<string, string> { ["abc_class_a"] = "0.5" });
        var set = await DiffAsync();
        Assert.Empty(set.GetProperty("datasets").EnumerateArray());
        Assert.Equal("Shared", Text(ModelOf(set, "fact_orders"), "state"));
        Assert.Equal(["Setting abc_class_a"], CausesOf(ModelOf(set, "client_sales")));
        await AgreesWithAllRowsAsync();
    }

    [Fact]
    public async Task Shared_versions_take_no_query_and_a_changed_definition_is_told_from_its_readers()
    {
        await _home.IngestAsync("a.csv", Csv.Header + Csv.Rows(2));
        await _home.RefreshAsync();
        var now = (await new Snapshots(_home.Lake).CurrentAsync(default))!;
        var reader = new DiffReader(
            _home.Lake, () => throw new InvalidOperationException("A query was asked."), new LoadedDefinitions(_home.Definitions).Models);

        var same = await reader.CompareAsync(new(now, now), null, withRows: true, default);
        Assert.NotEmpty(same.Models);
        Assert.All(same.Models, model => Assert.Equal(DiffState.Shared, model.State));

        var before = now with { Models = now.Models.ToDictionary(pair => pair.Key, pair => pair.Value with { BuiltIn = "earlier" }) };
        ((Dictionary<string, ModelVersion>)before.Models)["fact_orders"] =
            before.Models["fact_orders"] with { Definition = "other" };
        var redefined = await reader.CompareAsync(new(now, before), null, withRows: false, default);
        DiffCause cause = new(DiffCauseKind.Definition, "fact_orders");
        Assert.Equal([cause], redefined.Models.Single(model => model.Name == "fact_orders").Causes.Where(one => one.Kind == cause.Kind));
        Assert.Contains(cause, redefined.Models.Single(model => model.Name == "client_sales").Causes);
        Assert.DoesNotContain(cause, redefined.Models.Single(model => model.Name == "duff_as_of").Causes);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_a_problem_that_says_why()
    {
        await _home.IngestAsync("a.csv", Csv.Header + Csv.Rows(2));
        await _home.RefreshAsync();
        var alone = await _home.CallAsync("diff");
        Assert.Equal(4, alone.Code);
        Assert.Contains("There is no snapshot before", alone.Error, StringComparison.Ordinal);
        var shown = (await new Snapshots(_home.Lake).CurrentAsync(default))!.Id;
        var misspelt = await _home.CallAsync("diff", shown, shown, "fact_order");
        Assert.Equal(4, misspelt.Code);
        Assert.Contains("Did you mean 'fact_orders'?", misspelt.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await _home.CallAsync("diff", "--rows")).Code);
        Assert.Contains("models are shared", (await _home.CallAsync("diff", shown, shown)).Error, StringComparison.Ordinal);
    }

    /// <summary>Compares every model's counts and rows with all rows of both versions, read into memory.</summary>
    async Task AgreesWithAllRowsAsync()
    {
        using var engine = new DuckDbQueryEngine(_home.Lake, _home.Lake.PathOf, _scratch.Folder("duckdb"));
        var sides = await DiffSides.OfAsync(new Snapshots(_home.Lake), null, null, default);
        var reader = new DiffReader(_home.Lake, () => engine, new LoadedDefinitions(_home.Definitions).Models);
        var found = await reader.CompareAsync(sides, null, withRows: true, default);
        foreach (var model in found.Models.Where(model => model.Counts is not null))
        {
            var key = model.Counts!.Key;
            var (before, now) = (await RowsAsync(sides.Before, model.Name, key), await RowsAsync(sides.Now, model.Name, key));
            var changed = key.Count == 0 ? 0L : now.Keys.Intersect(before.Keys).Count(row => now[row].Text != before[row].Text);
            var came = now.Sum(row => Math.Max(0L, row.Value.Times - (before.TryGetValue(row.Key, out var old) ? old.Times : 0)));
            var went = before.Sum(row => Math.Max(0L, row.Value.Times - (now.TryGetValue(row.Key, out var kept) ? kept.Times : 0)));
            Assert.Equal((model.Name, came, went, changed), (model.Name, model.Counts.Added, model.Counts.Gone, model.Counts.Changed));
            var rows = await reader.RowsAsync(sides, model.Name, 0, DiffReader.MostRows, default);
            Assert.Equal(came + went + changed, rows.Rows.Sum(row => row.Times));
        }

        async Task<Dictionary<string, (int Times, string Text)>> RowsAsync(Snapshot snapshot, string model, IReadOnlyList<string> key)
        {
            var relation = snapshot.Models[model].ToRelation(model);
            var result = await engine.QueryAsync(new($"SELECT * FROM {SqlWriter.Name(model)}", [relation], []), default);
            var columns = result.Columns.Select(column => column.Name).ToList();
            int[] keys = [.. (key.Count == 0 ? columns : key).Select(name => columns.IndexOf(name))];
            string Cell(object?[] row, int cell) => row[cell] switch
            {
                null => "null",
                double number => ReportCellText.Of(LogicalType.Double, Math.Round(number, 7)),
                var value => ReportCellText.Of(result.Columns[cell].Type, value),
            };
            string Of(IEnumerable<int> cells, object?[] row) => string.Join('|', cells.Select(cell => Cell(row, cell)));
            return result.Rows.GroupBy(row => Of(keys, row)).ToDictionary(
                rows => rows.Key, rows => (rows.Count(), Of(Enumerable.Range(0, columns.Count), rows.First())));
        }
    }

    async Task<JsonElement> DiffAsync() => JsonOf(await _home.CallAsync("diff", "--json"));

    static JsonElement JsonOf(Call call)
    {
        Assert.True(call.Code == 0, call.Error);
        return JsonDocument.Parse(call.Out).RootElement;
    }

    static JsonElement ModelOf(JsonElement diff, string name) =>
        diff.GetProperty("models").EnumerateArray().Single(model => Text(model, "name") == name);

    static (long Added, long Gone, long Changed) CountsOf(JsonElement model)
    {
        var counts = model.GetProperty("counts");
        return (Number(counts, "added"), Number(counts, "gone"), Number(counts, "changed"));
    }

    static (string? Before, string? Now) SumOf(JsonElement model, string column)
    {
        var sum = model.GetProperty("counts").GetProperty("measures").EnumerateArray().Single(one => Text(one, "column") == column);
        return (Text(sum, "before"), Text(sum, "now"));
    }

    static List<string> CausesOf(JsonElement model) =>
        [.. model.GetProperty("causes").EnumerateArray().Select(cause => $"{Text(cause, "kind")} {Text(cause, "name")}")];

    static List<string?> Names(JsonElement items) => [.. items.EnumerateArray().Select(item => Text(item, "name"))];

    static List<string?> Texts(JsonElement items) => [.. items.EnumerateArray().Select(item => item.GetString())];

    static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
