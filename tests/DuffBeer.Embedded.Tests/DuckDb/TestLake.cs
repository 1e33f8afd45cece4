using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Tests.DuckDb;

/// <summary>A folder as a lake, with an engine over it; both go with this object.</summary>
public sealed class TestLake : IDisposable
{
    readonly string _folder = Path.Combine(Path.GetTempPath(), $"duffbeer-{Guid.NewGuid():N}");

    public TestLake() : this("lake")
    {
    }

    internal TestLake(string name)
    {
        Store = new(Path.Combine(_folder, name));
        Temp = Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName;
        Engine = new(Store, Store.PathOf, Temp);
    }

    public FolderObjectStore Store { get; }
    public string Temp { get; }
    public DuckDbQueryEngine Engine { get; }

    public string PathOf(string key) => Store.PathOf(key);

    public void Dispose()
    {
        Engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
