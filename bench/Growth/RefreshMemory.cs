using System.Globalization;
using System.Text;
using System.Text.Json;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Bench.Growth;

/// <summary>What a refresh takes over few and over many published runs, before and after maintenance merges their files.</summary>
static class RefreshMemory
{
    const string Dataset = "orders_by_store";

    const string Model = """
        -- model:        store_orders
        -- grain:        store
        -- owner:        bench
        -- materialized: table
        -- columns:
        --   store   string         Store
        --   orders  int64          Lines of orders
        --   value   decimal(18,2)  Value of the orders
        --
        -- Orders of each store.

        SELECT store, COUNT(*) AS orders, SUM(total_price) AS value FROM {{ source('orders_by_store') }} GROUP BY store
        """;

    static readonly int[] s_runs = [100, 1_000, 10_000, 50_000];

    public static async Task<Section> RunAsync(Sizes sizes)
    {
        using var folder = new WorkFolder();
        var (definitions, table) = (Definitions(folder), new StringBuilder());
        foreach (var runs in sizes.Rows is { } most ? [(int)most] : s_runs)
        {
            var home = folder.Empty("home");
            var file = SmallOrders.Write(folder.Path, 1, ["Store 1"]);
            await CommandAsync(home, definitions, "ingest", file, "--dataset", Dataset, "--no-refresh");
            await PublishCopiesAsync(new FolderObjectStore(Path.Combine(home, "lake")), runs);
            // Here the catalog learns of all runs at once, which other lakes never have to.
            await CommandAsync(home, definitions, "refresh");
            var single = await CommandAsync(home, definitions, "refresh", "store_orders");
            await CommandAsync(home, definitions, "maintain");
            var merged = await CommandAsync(home, definitions, "refresh", "store_orders");
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {runs:N0} | {single.Seconds:0.0} | {single.PeakMiB:0} | {merged.Seconds:0.0} | {merged.PeakMiB:0} |\n");
        }

        return Section.Of("A refresh over many files", [], string.Create(CultureInfo.InvariantCulture, $"""
            `… -- refresh-memory`, {Commit.Line()}. A refresh of one model over published runs of {SmallOrders.RowsPerFile} rows: each with
            a file of its own, and after `maintain` merged these. It is a process of its own.

            | runs | seconds | peak MiB | merged: seconds | peak MiB |
            |---|---|---|---|---|
            {table}
            """));
    }

    static Task<Measured> CommandAsync(string home, string definitions, params IEnumerable<string> arguments) => Measured.RunAsync(
        Programs.DuffBeer, oneCore: false, ["--home", home, "--definitions", definitions, "--only", .. arguments]);

    /// <summary>Publishes the only run of a lake under the names of others.</summary>
    static async Task PublishCopiesAsync(FolderObjectStore lake, int runs)
    {
        var manifests = new DatasetManifests(lake);
        var first = (await manifests.ReadAsync(Dataset, default)).Runs[0];
        var part = first.Parts![0];
        var entries = new List<ManifestEntry> { first };
        for (var number = 1; number < runs; number++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{first.SourceKey}-{number}");
            var id = RunId.For(Dataset, "landing", key, first.SourceVersion);
            var copy = part with { Key = part.Key.Replace(first.RunId, id, StringComparison.Ordinal) };
            var files = new FileList($"{LakeKeys.FileLists(Dataset, id, 1)}files.avro", lake.LocationOf(""), 1, 1, part.Rows, 0, []);
            Write(lake, copy.Key, File.ReadAllBytes(lake.PathOf(part.Key)));
            Write(lake, files.Key, []);
            var result = new RunResult(id, 1, new(), 0, [copy], [], []) { Files = files };
            Write(lake, LakeKeys.Result(id, 1), JsonSerializer.SerializeToUtf8Bytes(result, RunJson.Default.RunResult));
            entries.Add((first with { RunId = id, SourceKey = key }).With([copy]));
        }

        await manifests.UpdateAsync(
            Dataset, (IReadOnlyCollection<string>?)null, "copies", _ => RunSet.Union([new(entries), RunSet.Empty]), default);
    }

    static void Write(FolderObjectStore lake, string key, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(lake.PathOf(key))!);
        File.WriteAllBytes(lake.PathOf(key), content);
    }

    static string Definitions(WorkFolder folder)
    {
        var root = folder.Empty("definitions");
        foreach (var name in new[] { "contracts", "models/bench/marts", "audits", "reports" })
            Directory.CreateDirectory(Path.Combine(root, name));
        File.WriteAllText(Path.Combine(root, "models", "settings.txt"), "");
        File.WriteAllText(Path.Combine(root, "models/bench/marts/store_orders.sql"), Model);
        var contract = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "orders_by_store.yaml"));
        File.WriteAllText(Path.Combine(root, "contracts", "orders_by_store.yaml"), "onDuplicateKey: allow\n" + contract);
        return root;
    }
}
