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

/// <summary>A home with many small runs of files that arrive some at a time, which the real program refreshes and maintains.</summary>
/// <param name="own">A folder of definitions, in which the contract lets files be ingested together.</param>
sealed class MergedHome(string path, string own)
{
    public const string Dataset = "duff_orders";

    /// <summary>Files that arrive at the same time.</summary>
    public const int FilesAtATime = 10;

    static readonly LoadedDefinitions s_definitions = new(DefinitionFolder.Default);

    FolderObjectStore Lake => new HomeDirectory(path).OpenLake();

    public Task<Measured> CallAsync(params string[] arguments) =>
        Measured.RunAsync(Programs.DuffBeer, oneCore: false, ["--home", path, "--definitions", own, .. arguments]);

    public async Task IngestAsync(string folder, int first, int count)
    {
        await using var workspace = Open();
        var progress = new Progress<IngestProgress>();
        foreach (var numbers in Enumerable.Range(first, count).Chunk(FilesAtATime))
        {
            var files = numbers.Select(number => SmallOrders.Write(folder, number));
            var ended = await workspace.IngestTogetherAsync(
                [.. files.Select(file => new IngestRequest(new(file, Path.GetFileName(file)), Dataset))], progress, default);
            if (ended.Any(run => run is not { Record.Status: RunStatus.Completed }))
                throw new InvalidOperationException("A file was not ingested together with others.");
        }
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
        await using var workspace = Open();
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

    EmbeddedWorkspace Open()
    {
        var contracts = Directory.CreateDirectory(Path.Combine(own, "contracts")).FullName;
        var shipped = File.ReadAllText(Path.Combine(DefinitionFolder.Default.Contracts, $"{Dataset}.yaml"));
        File.WriteAllText(Path.Combine(contracts, $"{Dataset}.yaml"), shipped + "batch: true\n");
        return new(new(path, new([own])), _ => { });
    }

    static string Text(object? value) => value is double number
        ? BitConverter.DoubleToInt64Bits(number).ToString("x", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
}

/// <param name="Parts">Files below <c>tables/</c>.</param>
/// <param name="Calls">Calls of the store until a refresh knows all files that it reads.</param>
/// <param name="Read">Files that it reads.</param>
sealed record LakeSize(int Objects, long Bytes, int Parts, int Calls, int Read);
