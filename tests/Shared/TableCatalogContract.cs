using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Tests.Shared;

/// <summary>What every catalog must do. Each adapter gets these tests by deriving from this class.</summary>
public abstract class TableCatalogContract
{
    static readonly TableColumn s_id = new("order_id", LogicalType.Int64);
    protected abstract ITableCatalog Catalog { get; }

    /// <summary>Writes the parts that the catalog gets.</summary>
    protected abstract IQueryEngine Engine { get; }

    /// <summary>What an external tool reads.</summary>
    protected abstract Task<IReadOnlyList<object?[]>> AskAsync(string table, string columns);

    [Fact]
    public async Task A_model_is_pointed_at_its_latest_version()
    {
        foreach (var snapshot in (int[])[1, 2])
        {
            var place = LakeKeys.Mart("fact_orders", $"20260105T08000000{snapshot}Z", attempt: 1);
            var built = await Engine.MaterializeAsync(new($"SELECT {snapshot} AS order_id", [], []), [s_id], place, [], default);
            await Catalog.PointAsync("fact_orders", [s_id], built.Parts, default);
        }

        Assert.Equal([[2L]], await AskAsync("fact_orders", "order_id"));
    }
}
