using DuffBeer.Api.Models;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Wiring;

namespace DuffBeer.Local.Workspaces;

/// <summary>Sizes, datasets and freshness of a home.</summary>
static class HomeStatus
{
    /// <summary>Files of an area that are counted: some tenths of a second. A lake of years has a million.</summary>
    const int MostFiles = 20_000;

    public static async Task<StatusSummary> ReadAsync(
        HomeDirectory home, EmbeddedRuntime runtime, LoadedDefinitions definitions, CancellationToken cancellationToken)
    {
        var datasets = await DatasetsAsync(runtime, definitions, cancellationToken);
        var pointer = await runtime.Snapshots.PointerAsync(cancellationToken);
        var snapshot = pointer is null ? null : await runtime.Snapshots.FindAsync(pointer.Snapshot, cancellationToken);
        return new(
            home.Root,
            runtime.IsS3
                ? [Area("journal", home.Journal), Area("cache", PartCache.FolderOf(home)), Area("tmp", home.Temporary)]
                : [Area("landing", home.Landing), Area("lake", home.Lake), Area("journal", home.Journal), Area("tmp", home.Temporary)],
            datasets,
            snapshot is null ? null : SnapshotListing.Of(snapshot, pointer));
    }

    public static async Task<IReadOnlyList<DatasetListing>> DatasetsAsync(
        EmbeddedRuntime runtime, LoadedDefinitions definitions, CancellationToken cancellationToken)
    {
        var (datasets, manifests) = (new List<DatasetListing>(), new DatasetManifests(runtime.Lake));
        foreach (var contract in definitions.Datasets.All)
            datasets.Add(DatasetListing.Of(contract, await manifests.ReadAsync(contract.Name, cancellationToken)));
        return datasets;
    }

    static AreaSize Area(string name, string folder)
    {
        var (files, bytes) = (0L, 0L);
        var found = Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories) : [];
        foreach (var file in found)
        {
            if (files == MostFiles)
                return new(name, files, bytes, IsMore: true);
            (files, bytes) = (files + 1, bytes + (file.Exists ? file.Length : 0));
        }

        return new(name, files, bytes);
    }
}
