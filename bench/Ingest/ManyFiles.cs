using System.Globalization;
using System.Text;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Ingest;

/// <summary>Thousands of files of 100 rows in one command, each by itself and in batches.</summary>
sealed class ManyFiles(Sizes sizes)
{
    static readonly string[] s_stores = [.. Enumerable.Range(0, 6).Select(store => $"Store {store}")];

    /// <summary>More files by themselves take too long to repeat.</summary>
    const int MostAlone = 2_000;

    readonly int[] _files = sizes.Rows is { } files ? [(int)files] : [500, 2_000, 10_000];

    public async Task<Section> RunAsync()
    {
        using var folder = new WorkFolder();
        var table = new StringBuilder();
        foreach (var files in _files)
        {
            var from = Write(folder, files);
            foreach (var batch in files <= MostAlone ? new[] { false, true } : [true])
            {
                var definitions = Definitions(folder, batch);
                var home = folder.Empty("home");
                var run = await Measured.RunAsync(
                    Programs.DuffBeer, oneCore: false, "--home", home, "--definitions", definitions, "--only",
                    "ingest", from, "--dataset", "orders_by_store", "--no-refresh");
                table.Append(Line(files, batch, run, Path.Combine(home, "lake")));
            }
        }

        return Section.Of("Many small files", [], Text($"""
            `… -- batch`, {Commit.Line()}. Files of {SmallOrders.RowsPerFile} rows in one command, on all cores; one round. With
            `batch: true` in the contract they share Parquet files.

            | files | | seconds | ms per file | processor s | peak MiB | objects in the lake | Parquet files | MB |
            |---|---|---|---|---|---|---|---|---|
            {table}
            """));
    }

    static string Write(WorkFolder folder, int files)
    {
        var into = folder.Empty("files");
        Directory.CreateDirectory(into);
        for (var file = 0; file < files; file++)
            SmallOrders.Write(into, file, s_stores);
        return into;
    }

    static string Definitions(WorkFolder folder, bool batch)
    {
        var root = folder.Empty("definitions");
        var contracts = Directory.CreateDirectory(Path.Combine(root, "contracts")).FullName;
        var contract = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "orders_by_store.yaml"));
        File.WriteAllText(
            Path.Combine(contracts, "orders_by_store.yaml"),
            (batch ? "batch: true\nonDuplicateKey: allow\n" : "onDuplicateKey: allow\n") + contract);
        foreach (var name in new[] { "models", "audits", "reports" })
            Directory.CreateDirectory(Path.Combine(root, name));
        return root;
    }

    static string Line(int files, bool batch, Measured run, string lake)
    {
        var objects = Directory.EnumerateFiles(lake, "*", SearchOption.AllDirectories).Select(path => new FileInfo(path)).ToList();
        var parts = objects.Count(file => file.Extension == ".parquet");
        var (how, each, bytes) =
            (batch ? "in batches" : "each by itself", run.Seconds * 1000 / files, objects.Sum(file => file.Length) / 1e6);
        var took = Text($"{run.Seconds:0.0} | {each:0.0} | {run.ProcessorSeconds:0.0} | {run.PeakMiB:0}");
        return Text($"| {files} | {how} | {took} | {objects.Count} | {parts} | {bytes:0.0} |\n");
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
