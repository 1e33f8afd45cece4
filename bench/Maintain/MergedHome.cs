using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Store;
using DuffBeer.Local.Workspaces;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Bench.Maintain;

/// <summary>A home with many small runs, which the real program ingests, refreshes and maintains.</summary>
sealed class MergedHome(string path)
{
    public const string Dataset = "duff_orders";

    /// <summary>Files that one call of the program ingests.</summary>
    const int FilesPerCall = 2_000;

    static readonly LoadedDefinitions s_definitions = new(DefinitionFolder.Default);

    FolderObjectStore Lake => new HomeDirectory(path).OpenLake();

    public Task<Measured> CallAsync(params string[] arguments) =>
        Measured.RunAsync(Programs.DuffBeer, oneCore: false, ["--home", path, .. arguments]);

    public async Task IngestAsync(string folder, int first, int count)
    {
        var files = Enumerable.Range(first, count).Select(number => SmallOrders.Write(folder, number)).ToList();
        foreach (var some in files.Chunk(FilesPerCall))
            await CallAsync(["ingest", "--dataset", Dataset, "--no-refresh", .. some]);
    }

    /// <summary>Builds all models of the dataset, changed or not.</summary>
    public Task<Measured> BuildAsync() => CallAsync("refresh", "stg_duff_order_rows");

    public async Task<LakeSize> SizeAsync()
    {
        var (objects, bytes, parts) = (0, 0L, 0);
        await foreach (var stat in Lake.ListAsync("", default))
        {
            objects++;
            bytes += stat.Size;
            parts += stat.Key.StartsWith(LakeKeys.Tables, StringComparison.Ordinal) ? 1 : 0;
        }

        // What a refresh asks of the store until it knows all files of the dataset.
        var counting = new CountingStore(Lake);
        var plan = await RefreshPlanner.Of(counting, TimeProvider.System, s_definitions.Models)
            .DecideAsync(TimeId.Of(DateTimeOffset.UtcNow), RefreshRequest.Changes, default);
        var files = await new PublishedRuns(counting).PartsAsync(Dataset, plan.Plan.Datasets[Dataset], default);
        return new(objects, bytes, parts, counting.Calls, files.Count);
    }

    public async Task<IReadOnlyList<string>> SnapshotsAsync() => await new Snapshots(Lake).IdsAsync(default).ToListAsync();

    /// <summary>All reports without needed parameters, as of a snapshot: every value as it is printed without rounding.</summary>
    public async Task<string> FiguresAsync(string snapshot)
    {
        await using var workspace = new EmbeddedWorkspace(new(path), _ => { });
        var figures = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var report in s_definitions.Reports.Where(
            report => report.Domain == "duff" && report.Parameters.All(parameter => !parameter.Required)))
        {
            var found = await workspace.ReportAsync(new(report.Name, [new("snapshot", snapshot)]), default);
            await figures.WriteLineAsync($"{report.Name} {found.Rows.Count}");
            foreach (var row in found.Rows)
                await figures.WriteLineAsync(string.Join('|', row.Select(Text)));
        }

        return figures.ToString();
    }

    /// <summary>The lines of a figure, with the proof that they make it.</summary>
    public async Task<string> WhyAsync(string snapshot) => (await CallAsync(
        "why", "sales-by-product", "product_id=107", "units", "--snapshot", snapshot, "--prove", "--json")).Output;

    static string Text(object? value) => value is double number
        ? BitConverter.DoubleToInt64Bits(number).ToString("x", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
}

/// <param name="Parts">Files below <c>tables/</c>.</param>
/// <param name="Calls">Calls of the store until a refresh knows all files that it reads.</param>
/// <param name="Read">Files that it reads.</param>
sealed record LakeSize(int Objects, long Bytes, int Parts, int Calls, int Read);
