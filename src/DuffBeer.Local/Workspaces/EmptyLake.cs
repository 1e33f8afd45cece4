using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Local.Workspaces;

/// <summary>The embedded engine without a home: over a temporary folder, which is deleted at the end.</summary>
sealed class EmptyLake : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("duffbeer-check-").FullName;
    readonly FolderObjectStore _lake;
    readonly DuckDbQueryEngine _engine;

    public EmptyLake()
    {
        _lake = new(Path.Combine(_folder, "lake"));
        _engine = new(_lake, _lake.PathOf, Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName);
    }

    public IQueryEngine Engine => _engine;

    public FolderObjectStore Lake => _lake;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
