using DuffBeer.Core.Contracts;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class CatalogTests : IDisposable
{
    static readonly DatasetContract s_contract = new()
    {
        Name = "duff_orders",
        Version = 1,
        Source = new("duff/orders/"),
        Columns = [new() { Name = "order_id", Type = LogicalType.Int64 }],
    };

    readonly TestLake _lake = new("it's a lake");
    readonly DuckDbCatalog _catalog;

    public CatalogTests() => _catalog = new(_lake.Store, _lake.PathOf);

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task A_declared_dataset_is_an_empty_view()
    {
        await _catalog.DeclareAsync(s_contract, default);

        Assert.Empty(Read("duff_orders", "SELECT order_id, _offset, _run FROM duff_orders"));
    }

    [Fact]
    public async Task A_published_dataset_shows_its_parts_and_a_new_declaration_keeps_them()
    {
        await _catalog.DeclareAsync(s_contract, default);
        await _catalog.PublishAsync(s_contract, [await PartAsync("SELECT 7 AS order_id")], default);
        await _catalog.DeclareAsync(s_contract, default);

        Assert.Equal([[7L]], Read("duff_orders", "SELECT order_id FROM duff_orders"));
    }

    [Fact]
    public async Task A_model_is_pointed_at_its_latest_version()
    {
        TableColumn[] columns = [new("order_id", LogicalType.Int64)];
        await _catalog.PointAsync("fact_orders", columns, [await PartAsync("SELECT 1 AS order_id", "v=1")], default);
        await _catalog.PointAsync("fact_orders", columns, [await PartAsync("SELECT 2 AS order_id", "v=2")], default);

        Assert.Equal([[2L]], Read("fact_orders", "SELECT * FROM fact_orders"));
    }

    /// <summary>What somebody sees who runs the view's file in a shell of their own.</summary>
    IReadOnlyList<object?[]> Read(string name, string sql)
    {
        using var shell = new DuckDbDatabase(_lake.Temp);
        using var connection = shell.Connect();
        connection.Run(File.ReadAllText(_lake.PathOf(DuckDbCatalog.KeyOf(name))));
        using var prepared = connection.Prepare(sql);
        using var result = prepared.Execute();
        return result.Read(default).Rows;
    }

    async Task<string> PartAsync(string sql, string prefix = "p") =>
        (await _lake.Engine.MaterializeAsync(new(sql, [], []), [new("order_id", LogicalType.Int64)], prefix, [], default)).Parts.Single();
}
