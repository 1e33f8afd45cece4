using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.Store;
using DuffBeer.Golden.Tests.OpenTables;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Batches;

/// <summary>Commands and a server ingest small files together, and every question about a single run is answered.</summary>
public sealed class TogetherInAHomeTests : IDisposable
{
    internal const string Contract = """
        dataset: things
        version: 1
        description: Things.
        grain: one row per thing
        source: { prefix: things/, pattern: "*.csv" }
        rejectBudget: { fraction: 0.5, rows: 1 }
        batch: { files: 10, maxFileBytes: 1000 }
        columns:
          - { name: code, type: string, required: true, description: Id }
          - { name: name, type: string, required: true, description: Name }
        """;

    readonly Shop _shop = new("code", "name");
    readonly TemporaryFolder _folder = new();

    public TogetherInAHomeTests() => _shop.Define("contracts/things.yaml", Contract);

    public void Dispose()
    {
        _shop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Files_of_one_command_share_parts_and_keep_their_runs()
    {
        var large = "code,name\n" + string.Concat(Enumerable.Range(0, 200).Select(row => $"x{row},large\n"));
        var runs = await _shop.IngestTogetherAsync(
            ("a.csv", "code,name\na1,one\na2,two\n"), ("b.csv", "code,name\nb1,one\n,two\n"), ("c.csv", "id\n1\n"), ("d.csv", large));

        RunStatus?[] expected = [RunStatus.Completed, RunStatus.Completed, RunStatus.Failed, null];
        Assert.Equal(expected, runs.Select(run => run?.Status));
        Assert.Equal(ProblemCode.HeaderMismatch, runs[2]!.Problem!.Code);
        var part = Assert.Single(_shop.Objects(".parquet"), key => key.StartsWith("tables/", StringComparison.Ordinal));
        Assert.Contains("/batch_id=", part, StringComparison.Ordinal);
        Assert.Contains(",two", await _shop.RejectsAsync(runs[1]!.Id), StringComparison.Ordinal);
        Assert.DoesNotContain("two", await _shop.RejectsAsync(runs[0]!.Id), StringComparison.Ordinal);
        Assert.Equal(["a1 one", "a2 two", "b1 one"], await RowsAsync());
    }

    [Fact]
    public async Task Other_engines_find_the_rows_of_a_batch_beside_those_of_single_files()
    {
        await _shop.IngestTogetherAsync(("a.csv", "code,name\na1,one\n"), ("b.csv", "code,name\nb1,one\nb2,two\n"));
        await _shop.IngestAsync("c.csv", new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), "code,name\nc1,one\n");

        using var reader = new IcebergReader(_shop.Lake, new FolderObjectStore(_shop.Lake).LocationOf(""));
        var table = await reader.ReadAsync("things");

        var code = table.Columns.ToList().IndexOf("code");
        Assert.Equal(["a1", "b1", "b2", "c1"], table.Rows.Select(row => row[code]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rejects_of_a_run_in_a_batch_are_corrected_and_its_file_is_read_again()
    {
        var runs = await _shop.IngestTogetherAsync(("a.csv", "code,name\na1,one\n"), ("b.csv", "code,name\nb1,one\n,two\n"));

        var corrected = await _shop.CorrectAsync(runs[1]!.Id, "code,name\nb2,two\n");

        Assert.True(corrected.Published);
        Assert.Equal(["a1 one", "b1 one", "b2 two"], await RowsAsync());
    }

    [Fact]
    public async Task The_same_files_again_are_the_same_runs()
    {
        (string, string)[] files = [("a.csv", "code,name\na1,one\n"), ("b.csv", "code,name\nb1,one\n")];
        var first = await _shop.IngestTogetherAsync(files);

        var again = await _shop.IngestTogetherAsync(files);

        Assert.Equal(first.Select(run => (run!.Id, run.Attempt)), again.Select(run => (run!.Id, run.Attempt)));
        Assert.Equal(["a1 one", "b1 one"], await RowsAsync());
    }

    [Fact]
    public async Task A_server_takes_what_waits_in_batches()
    {
        Write("definitions/contracts/things.yaml", Contract);
        foreach (var folder in (string[])["models", "audits", "reports"])
            Directory.CreateDirectory(_folder[$"definitions/{folder}"]);
        using var home = new Home { Definitions = new DefinitionFolder(_folder["definitions"]) };
        for (var file = 0; file < 25; file++)
        {
            var path = Path.Combine(home.Root, "landing", "things", FormattableString.Invariant($"f{file}.csv"));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, FormattableString.Invariant($"code,name\nc{file},one\n"));
        }

        await home.ServeAsync(async client =>
        {
            using var reconciled = await client.PostAsync("/api/reconcile", null);
            reconciled.EnsureSuccessStatusCode();
            var states = await StatesAsync(client);
            for (var tries = 0; states.Count < 25 || states.Contains("Running"); tries++)
            {
                Assert.True(tries < 600, $"The runs do not end: {string.Join(' ', states)}");
                await Task.Delay(50);
                states = await StatesAsync(client);
            }

            Assert.All(states, state => Assert.Equal("Completed", state));
        });

        var parts = Directory.EnumerateFiles(Path.Combine(home.Root, "lake", "tables"), "*.parquet", SearchOption.AllDirectories).ToList();
        Assert.InRange(parts.Count, 3, 20);
        Assert.Contains(parts, path => path.Contains("batch_id=", StringComparison.Ordinal));
    }

    static async Task<IReadOnlyList<string>> StatesAsync(HttpClient client)
    {
        var page = await client.GetFromJsonAsync<JsonObject>("/api/runs?limit=100");
        return [.. page!["runs"]!.AsArray().Select(run => (string)run!["runtimeStatus"]!)];
    }

    void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
        File.WriteAllText(_folder[file], text);
    }

    async Task<IEnumerable<string>> RowsAsync() =>
        (await _shop.ReportAsync()).Select(row => $"{row[0]} {row[1]}").Order(StringComparer.Ordinal);
}
