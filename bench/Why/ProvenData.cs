using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Sql;
using DuffBeer.Local.Wiring;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Bench.Why;

/// <summary>Figures of one home that were computed again from the bytes of its files.</summary>
sealed record ProvenHome(string Data, int Rows, int Cells, long Lines, IReadOnlyList<string> Mistakes);

/// <summary>Homes whose figures are proved: generated data, and the golden cases.</summary>
/// <param name="byAthena">The double of Athena gives the figures, and of S3 keeps the lake; otherwise DuckDB and a folder.</param>
sealed class ProvenData(WorkFolder folder, bool byAthena = false)
{
    static readonly string[] s_generated =
        ["duff_orders", "retail_orders", "order_items", "order_item_options", "date_dim", "restaurant_locations"];

    static readonly string[] s_golden = ["duff_orders", "figures"];

    /// <param name="rows">Rows of each file.</param>
    /// <param name="proofs">Rows of each model and report.</param>
    public async Task<ProvenHome> GeneratedAsync(int rows, int proofs)
    {
        var files = new List<(string Dataset, string File)>();
        foreach (var dataset in s_generated)
        {
            var file = folder.Of($"{dataset}.csv");
            await Measured.RunAsync(
                Programs.DuffBeer, oneCore: false, "generate", dataset, "--rows",
                (dataset == "date_dim" ? 400 : dataset == "restaurant_locations" ? 28 : rows).ToString(CultureInfo.InvariantCulture),
                "--seed", "7", "--duplicates", "0.05", "-o", file);
            files.Add((dataset, file));
        }

        return await ProveAsync("generated", files, proofs, isWhole: true, ["duff", "retail", "restaurant"]);
    }

    /// <summary>One row of each mart of each case, and of each report that does more than show one.</summary>
    public async Task<IReadOnlyList<ProvenHome>> GoldenAsync()
    {
        var proven = new List<ProvenHome>();
        foreach (var (kind, path) in s_golden
            .SelectMany(kind => Directory.EnumerateDirectories(Path.Combine(Repository.Root, "tests", "Golden", "Cases", kind))
                .Order(StringComparer.Ordinal).Select(path => (kind, path))))
        {
            var (files, hour) = (new List<(string, string)>(), 0);
            foreach (var source in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(source);
                if (name.StartsWith("expected-", StringComparison.Ordinal))
                    continue;
                var own = folder.Of($"{Path.GetFileName(path)}-{hour}");
                Directory.CreateDirectory(own);
                // The name after the number: a changed version of a file has the same.
                var copy = Path.Combine(own, name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..]);
                File.Copy(source, copy);
                File.SetLastWriteTimeUtc(copy, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(hour++));
                files.Add((kind == "figures" ? Path.GetFileName(copy).Split('.')[0] : kind, copy));
            }

            var domain = files[0].Item1.Split('_')[0] switch { "duff" => "duff", "retail" => "retail", _ => "restaurant" };
            proven.Add(await ProveAsync($"{kind}/{Path.GetFileName(path)}", files, 1, isWhole: false, [domain]));
        }

        return proven;
    }

    async Task<ProvenHome> ProveAsync(
        string data, IReadOnlyList<(string Dataset, string File)> files, int proofs, bool isWhole, string[] domains)
    {
        using var athena = byAthena ? await AthenaDouble.StartAsync() : null;
        var home = folder.Empty("home");
        foreach (var (dataset, file) in files)
            // A case may have a file that fails: then it has no rows.
            await Measured.TryAsync(Programs.DuffBeer, "--home", home, "ingest", file, "--dataset", dataset, "--no-refresh");
        await Measured.TryAsync(Programs.DuffBeer, "--home", home, "refresh");
        var definitions = new LoadedDefinitions(DefinitionFolder.Default);
        using var runtime = new EmbeddedRuntime(
            new(home), definitions, new(), TimeProvider.System, byAthena ? AthenaDouble.Settings() : null);
        if (await runtime.Snapshots.CurrentAsync(default) is not { } snapshot)
            return new(data, 0, 0, 0, []);
        var proved = new ProvedFigures(definitions, runtime.Reader, runtime.Explainer, runtime.Prover, snapshot);
        var mistakes = new List<string>();
        foreach (var report in domains.SelectMany(
            domain => proved.Marts(domain).Concat(isWhole ? proved.Reports(domain) : proved.OwnReports(domain))))
            mistakes.AddRange(await proved.MistakesAsync(report, proofs));

        await Console.Error.WriteLineAsync($"{data}: {proved.Proved.Rows} rows, {proved.Proved.Cells} cells, {mistakes.Count} mistakes");
        return new(data, proved.Proved.Rows, proved.Proved.Cells, proved.Proved.Lines, mistakes);
    }
}
