using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Local.Wiring;

/// <summary>The stores, the engine and the catalog of a home.</summary>
/// <param name="Files">Local files, ingested in place.</param>
/// <param name="Bucket">Names the landing store in run ids.</param>
/// <param name="OpenEngine">Receives a folder for temporary files.</param>
sealed record Storage(
    LandingStore Files,
    IObjectStore Landing,
    IObjectStore Lake,
    string Bucket,
    ITableCatalog Tables,
    Func<string, IQueryEngine> OpenEngine) : IDisposable
{
    public bool IsS3 { get; init; }

    /// <summary>The absolute URI of a key of the lake.</summary>
    public required Func<string, string> LocationOf { get; init; }

    /// <summary>The catalog that names the current metadata of open tables; null if the lake alone does.</summary>
    public ITablePointer? Pointer { get; init; }

    /// <summary>Opens the queue of the landing bucket's events; null if there is none.</summary>
    public Func<IQueuedEvents>? OpenQueue { get; init; }

    /// <summary>How to check the stores.</summary>
    public required IReadOnlyList<CheckedStore> Checks { get; init; }

    public static Storage OfHome(HomeDirectory home)
    {
        var (landing, lake) = (home.OpenLanding(), home.OpenLake());
        return new(
            landing,
            landing,
            lake,
            "landing",
            new DuckDbCatalog(lake, lake.PathOf),
            temporary => new DuckDbQueryEngine(lake, lake.PathOf, temporary))
        {
            LocationOf = lake.LocationOf,
            Checks =
            [
                new(
                    home.Lake,
                    async cancellationToken => new(home.Lake, await StoreProbe.RunAsync(lake, large: 0, cancellationToken), [])),
            ],
        };
    }

    public void Dispose()
    {
        (Landing as IDisposable)?.Dispose();
        (Lake as IDisposable)?.Dispose();
    }
}
