using System.Globalization;
using System.Text;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Ingest;

/// <summary>The job with many partition values in random order: the cost of one folder per value, for us and DuckDB.</summary>
sealed class FanOut(Sizes sizes)
{
    readonly long _rows = sizes.Rows ?? 5_000_000;
    readonly int _rounds = sizes.Rounds ?? 3;

    public async Task<Section> RunAsync()
    {
        using var folder = new WorkFolder();
        var definitions = Definitions(folder);
        await SampleFile.WriteAsync(folder.Of("orders.csv"), _rows, bad: false);
        var table = new StringBuilder();
        // A run may have at most 200 partitions.
        foreach (var stores in new[] { 6, 48, 190 })
        {
            var csv = folder.Of("stores.csv");
            await WithStoresAsync(folder.Of("orders.csv"), csv, stores);
            var pairs = await Pairs.RunAsync(
                _rounds,
                csv,
                () => Measured.RunAsync(
                    Programs.DuffBeer, oneCore: false, "--home", folder.Empty("home"), "--definitions", definitions, "--only",
                    "ingest", csv, "--dataset", "orders_by_store", "--no-refresh"),
                () => Measured.RunAsync(Programs.Self, oneCore: false, "duckdb", DuckDbJob.Copy(csv, folder.Empty("duck"))));
            await AgreeAsync(folder);
            table.Append(Line(stores, "duffbeer", pairs.OurSeconds, pairs.OurPeakMiB, folder, "home", ""));
            table.Append(Line(stores, "DuckDB", pairs.TheirSeconds, pairs.TheirPeakMiB, folder, "duck", Text($"{pairs.Ratio:0.00}×")));
        }

        return Section.Of("Partition fan-out", [], Text($"""
            `… -- fan-out`, {Commit.Line()}. {_rows} rows on all cores, medians of {_rounds} alternating rounds; peak memory is the
            largest of all rounds.

            | partition values | | seconds | peak MiB | Parquet MB | files | ratio |
            |---|---|---|---|---|---|---|
            {table}
            """));
    }

    static string Line(int stores, string who, double seconds, double peak, WorkFolder folder, string into, string ratio) =>
        Text($"| {stores} | {who} | {seconds:0.00} | {peak:0} | ")
        + Text($"{folder.ParquetMegabytes(into):0} | {folder.ParquetFiles(into)} | {ratio} |\n");

    static string Definitions(WorkFolder folder)
    {
        var contracts = Directory.CreateDirectory(folder.Of(Path.Combine("definitions", "contracts"))).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "orders_by_store.yaml"), Path.Combine(contracts, "orders_by_store.yaml"));
        foreach (var name in new[] { "models", "audits", "reports" })
            Directory.CreateDirectory(folder.Of(Path.Combine("definitions", name)));
        return folder.Of("definitions");
    }

    /// <summary>Copies the file and replaces the channel, the last cell but one, by a store's name.</summary>
    static async Task WithStoresAsync(string from, string to, int stores)
    {
        var random = new Random(1);
        var names = Enumerable.Range(0, stores).Select(store => Encoding.UTF8.GetBytes($"Store {store}")).ToList();
        var csv = await File.ReadAllBytesAsync(from);
        await using var file = new BufferedStream(File.Create(to), 1 << 20);
        for (int start = 0, end; start < csv.Length; start = end)
        {
            end = start + csv.AsSpan(start).IndexOf((byte)'\n') + 1;
            var line = csv.AsSpan(start, end - start);
            var last = line.LastIndexOf((byte)',');
            var before = last < 0 ? -1 : line[..last].LastIndexOf((byte)',');
            // The header, and lines that end inside a quoted name, have no channel there and stay unchanged.
            if (before < 0 || !IsChannel(line[(before + 1)..last]))
            {
                file.Write(line);
                continue;
            }

            file.Write(line[..(before + 1)]);
            file.Write(names[random.Next(stores)]);
            file.Write(line[last..]);
        }
    }

    static bool IsChannel(ReadOnlySpan<byte> cell) =>
        cell.SequenceEqual("Retail"u8) || cell.SequenceEqual("B2B"u8) || cell.SequenceEqual("Online"u8);

    static async Task AgreeAsync(WorkFolder folder)
    {
        var ours = await CountAsync(folder.Of(Path.Combine("home", "lake", "tables", "**", "*.parquet")));
        var theirs = await CountAsync(folder.Of(Path.Combine("duck", "**", "*.parquet")));
        if (ours != theirs)
            throw new InvalidOperationException($"We wrote {ours} rows, DuckDB {theirs}.");
    }

    static async Task<string> CountAsync(string glob) =>
        (await Measured.RunAsync(
            Programs.Self,
            oneCore: false,
            "duckdb",
            $"SELECT count(*), sum(order_id) FROM read_parquet('{glob}', hive_partitioning = false)")).Output.Trim();

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
