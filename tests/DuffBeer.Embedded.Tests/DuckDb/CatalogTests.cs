using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class CatalogTests : TableCatalogContract, IDisposable
{
    readonly TestLake _lake = new("it's a lake");

    protected override ITableCatalog Catalog => new DuckDbCatalog(_lake.Store, _lake.PathOf);

    protected override IQueryEngine Engine => _lake.Engine;

    protected override IObjectStore Lake => _lake.Store;

    public void Dispose() => _lake.Dispose();

    /// <summary>Runs the view's file in another DuckDB.</summary>
    protected override Task<IReadOnlyList<object?[]>> AskAsync(string table, string columns)
    {
        using var shell = new DuckDbDatabase(_lake.Temp);
        using var connection = shell.Connect();
        connection.Run(File.ReadAllText(_lake.PathOf(DuckDbCatalog.KeyOf(table))));
        using var prepared = connection.Prepare($"SELECT {columns} FROM {table}");
        using var result = prepared.Execute();
        return Task.FromResult(result.Read(default).Rows);
    }
}
