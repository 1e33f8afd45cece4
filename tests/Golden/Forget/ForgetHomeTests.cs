using System.Globalization;
using System.Text;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Golden.Tests.Forget;

/// <summary>A home from which clients are erased is, to every byte and figure, a home that never had them.</summary>
public sealed class ForgetHomeTests : IDisposable
{
    const string Header =
        "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,"
        + "point_of_sale_channel,status\n";

    const string Mark = "Planted-";
    const int Files = 6;
    const int FirstForgotten = 900_000;

    /// <summary>How many clients are erased.</summary>
    static readonly int s_clients = TestSetting.Number("DUFFBEER_FORGET_IDENTIFIERS", 200);

    readonly TemporaryFolder _folder = new();
    readonly Home _home = new() { Ingest = new() { Codec = Core.Contracts.PartCodec.Uncompressed } };
    readonly Home _clean = new() { Ingest = new() { Codec = Core.Contracts.PartCodec.Uncompressed } };

    public void Dispose()
    {
        _folder.Dispose();
        _home.Dispose();
        _clean.Dispose();
    }

    [Fact]
    public async Task No_byte_of_erased_clients_is_left_and_every_figure_is_that_of_a_home_that_never_had_them()
    {
        await FillAsync(_home, withForgotten: true);
        Assert.True(Found("landing and lake").IsSupersetOf(Enumerable.Range(0, s_clients).Select(Name)));
        var values = _folder["clients.txt"];
        await File.WriteAllLinesAsync(values, Enumerable.Range(FirstForgotten, s_clients).Select(id => $"{id}"));

        var dry = await CallAsync(_home, "forget", "duff_orders", "client_id", "--values", values, "--dry-run");
        Assert.True(Found("a dry run").IsSupersetOf(Enumerable.Range(0, s_clients).Select(Name)));
        var done = await CallAsync(_home, "forget", "duff_orders", "client_id", "--values", values);

        Assert.Contains("Rewrite    duff/orders/0.csv", dry, StringComparison.Ordinal);
        Assert.Contains("erased from duff_orders.", done, StringComparison.Ordinal);
        Assert.Empty(Found("the erasure"));
        await FillAsync(_clean, withForgotten: false);
        Assert.Equal(await ModelsAsync(_clean), await ModelsAsync(_home));
        Assert.Equal(await ReportsAsync(_clean), await ReportsAsync(_home));
        // No version of a model is left but those that are shown.
        var shown = (await new Snapshots(_home.Lake).CurrentAsync(default))!;
        Assert.Equal(
            shown.Models.Values.SelectMany(version => version.Parts).Order(StringComparer.Ordinal), await _home.KeysAsync("marts/"));
        Assert.Equal([shown.Id], await new Snapshots(_home.Lake).IdsAsync(default).ToListAsync());

        var again = await CallAsync(_home, "reconcile", "--json");
        Assert.DoesNotContain("duff_orders-", again, StringComparison.Ordinal);
        Assert.Contains("0 rows of 0 files", await CallAsync(_home, "forget", "duff_orders", "client_id=900000"), StringComparison.Ordinal);
    }

    /// <summary>Files with rejects, corrected rows, a replaced and a retired file, packs, older, named and pinned snapshots.</summary>
    async Task FillAsync(Home home, bool withForgotten)
    {
        var runs = new List<EndedRun>();
        for (var file = 0; file < Files; file++)
            runs.Add(await IngestAsync(home, file, units: 2, withForgotten));
        await home.RefreshAsync();
        // This copy is not in the home: its rows are in the lake.
        var corrected = _folder["corrected.csv"];
        await File.WriteAllTextAsync(
            corrected, Header + Row(7, "Snake", 9007, "2.50", 1) + (withForgotten ? Row(FirstForgotten, Name(0), 9008, "2.50", 1) : ""));
        await home.AskAsync(workspace => workspace.CorrectAsync(
            runs[0].Record.Id, corrected, new Progress<IngestProgress>(), default));
        await IngestAsync(home, 1, units: 3, withForgotten);
        await home.AskAsync(workspace => workspace.RetireAsync(runs[3].Record.Id, default));
        await home.RefreshAsync();
        await CallAsync(home, "maintain");
        await CallAsync(home, "refresh", "--into", "tried");
        if (withForgotten)
            await CallAsync(home, "rollback", await new Snapshots(home.Lake).IdsAsync(default).LastAsync());
    }

    static Task<EndedRun> IngestAsync(Home home, int file, int units, bool withForgotten)
    {
        var text = new StringBuilder(Header);
        for (var client = 0; client < 20; client++)
            text.Append(Row(100 + client, $"Tavern {client}", (file * 1_000) + client, "2.50", units));
        text.Append(Row(120, "Tavern 20", (file * 1_000) + 50, "cheap", units));
        text.Append(Row(121, "Tavern 21", (file * 1_000) + 51, "cheap", units));
        for (var client = file; withForgotten && client < s_clients; client += Files)
        {
            // Some are rejected.
            var price = client / Files % 200 == 3 ? "cheap" : "2.50";
            text.Append(Row(FirstForgotten + client, Name(client), 1_000_000 + client, price, units));
        }

        text.Append(Row(122, "Tavern 22", (file * 1_000) + 52, "2.50", units));
        return home.IngestAsync(string.Create(CultureInfo.InvariantCulture, $"{file}.csv"), text.ToString());
    }

    static string Row(int client, string name, int order, string price, int units) => string.Create(
        CultureInfo.InvariantCulture, $"{client},{name},{order},102,Duff Classic,{price},{units},0.33,Retail,created\n");

    static string Name(int client) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{client:D6}");

    /// <summary>The names that are found in the bytes of any file beside the home and in it.</summary>
    HashSet<string> Found(string when)
    {
        var (found, mark) = (new HashSet<string>(StringComparer.Ordinal), Encoding.UTF8.GetBytes(Mark));
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(_home.Root)!, "*", SearchOption.AllDirectories))
        {
            ReadOnlySpan<byte> rest = File.ReadAllBytes(file);
            for (var at = rest.IndexOf(mark); at >= 0; at = rest.IndexOf(mark))
            {
                found.Add(Encoding.UTF8.GetString(rest.Slice(at, Math.Min(mark.Length + 6, rest.Length - at))));
                rest = rest[(at + mark.Length)..];
            }
        }

        Assert.True(found.Count is 0 || found.Count >= s_clients, $"{found.Count} names after {when}.");
        // With what bounds of columns have of names.
        return found;
    }

    /// <summary>All rows of all models, with the names of files in place of the ids of their runs.</summary>
    async Task<IReadOnlyList<string>> ModelsAsync(Home home)
    {
        var snapshot = (await new Snapshots(home.Lake).CurrentAsync(default))!;
        var runs = (await new RunRecords(home.Lake, TimeProvider.System).PageAsync(new(Limit: 100), default)).Runs;
        using var engine = new DuckDbQueryEngine(home.Lake, home.Lake.PathOf, _folder.Folder(Guid.NewGuid().ToString("n")));
        var lines = new List<string>();
        foreach (var (model, version) in snapshot.Models.OrderBy(model => model.Key, StringComparer.Ordinal))
        {
            var names = version.Columns.Select(column => column.Name).ToList();
            var rows = await Parts.ReadAsync(
                engine, version.Parts, [.. version.Columns.Select(column => column.ToTableColumn())], names, "1");
            var texts = rows.Select(row => string.Join('|', row.Select(Text)));
            lines.AddRange(texts
                .Select(text => runs.Aggregate(text, (line, run) => line.Replace(run.Id, run.Source.Key, StringComparison.Ordinal)))
                .Select(text => $"{model}: {text}")
                .Order(StringComparer.Ordinal));
        }

        return lines;
    }

    static string? Text(object? cell) => Convert.ToString(cell, CultureInfo.InvariantCulture);

    static Task<IReadOnlyList<string>> ReportsAsync(Home home) => home.AskAsync<IReadOnlyList<string>>(async workspace =>
    {
        var answers = new List<string>();
        foreach (var report in await workspace.ReportsAsync(default))
        {
            var needed = report.Parameters.Where(parameter => parameter.Required)
                .Select(parameter => KeyValuePair.Create(parameter.Name, "101"));
            var result = await workspace.ReportAsync(new(report.Name, [.. needed]), default);
            answers.AddRange(result.Rows.Select(row => $"{report.Name}: {string.Join('|', row.Select(Text))}"));
        }

        return answers;
    });

    static async Task<string> CallAsync(Home home, params string[] arguments)
    {
        var call = await home.CallAsync(arguments);
        Assert.True(call.Code == 0, $"{string.Join(' ', arguments)}: {call.Error}");
        return call.Out;
    }
}
