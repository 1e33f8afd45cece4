using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Embedding;

/// <summary>What lies in a home, and how fresh it is.</summary>
static class HomeStatus
{
    public static async Task<StatusSummary> ReadAsync(
        HomeDirectory home, EmbeddedRuntime runtime, LoadedDefinitions definitions, CancellationToken cancellationToken)
    {
        var datasets = new List<DatasetStatus>();
        foreach (var contract in definitions.Datasets.All)
        {
            var manifest = await runtime.Lake.ReadAsync(LakeKeys.Dataset(contract.Name), RunJson.Default.DatasetManifest, cancellationToken);
            var runs = manifest?.Value.Runs ?? [];
            datasets.Add(new(contract.Name, runs.Count, runs.Sum(run => run.Rows), runs.Count == 0 ? null : runs.Max(run => run.SourceTime)));
        }

        var snapshot = await runtime.Snapshots.CurrentAsync(cancellationToken);
        return new(
            home.Root,
            runtime.IsS3
                ? [Area("journal", home.Journal), Area("cache", PartCache.FolderOf(home)), Area("tmp", home.Temporary)]
                : [Area("landing", home.Landing), Area("lake", home.Lake), Area("journal", home.Journal), Area("tmp", home.Temporary)],
            datasets,
            snapshot);
    }

    static AreaSize Area(string name, string folder)
    {
        var files = Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories) : [];
        return new(name, files.Length, files.Sum(file => file.Length));
    }
}
