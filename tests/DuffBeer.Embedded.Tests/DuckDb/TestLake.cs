using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Tests.DuckDb;

/// <summary>A folder as a lake, with an engine over it; both are deleted with this object.</summary>
public sealed class TestLake : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public TestLake() : this("lake")
    {
    }

    internal TestLake(string name)
    {
        Store = new(_folder[name]);
        Temp = Directory.CreateDirectory(_folder["tmp"]).FullName;
        Engine = new(Store, Store.PathOf, Temp);
    }

    public FolderObjectStore Store { get; }
    public string Temp { get; }
    public DuckDbQueryEngine Engine { get; }

    public string PathOf(string key) => Store.PathOf(key);

    public void Dispose()
    {
        Engine.Dispose();
        _folder.Dispose();
    }
}
