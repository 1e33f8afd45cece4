using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Definitions.Tests.Shipped;

/// <summary>A folder as a lake with DuckDB over it; both go with this object.</summary>
sealed class TestLake : IDisposable
{
    readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("duffbeer-models-");

    public TestLake()
    {
        var store = new FolderObjectStore(Path.Combine(_root.FullName, "lake"));
        Engine = new(store, store.PathOf, _root.CreateSubdirectory("tmp").FullName);
    }

    public DuckDbQueryEngine Engine { get; }

    public void Dispose()
    {
        Engine.Dispose();
        _root.Delete(recursive: true);
    }
}
