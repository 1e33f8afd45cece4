namespace DuffBeer.Definitions.Tests.Duff;

/// <summary>Four clients: two buy 101 and 102, one only 101, one only 103.</summary>
public sealed class AffinityTests
{
    static readonly OrderRow[] s_rows =
    [
        Bought(1, client: 1, product: 101), Bought(2, client: 1, product: 102), Bought(3, client: 1, product: 102),
        Bought(4, client: 2, product: 102), Bought(5, client: 2, product: 101) with { Status = "broken" },
        Bought(6, client: 3, product: 101), Bought(7, client: 4, product: 103),
    ];

    [Fact]
    public async Task Lift_compares_common_clients_with_independence()
    {
        using var models = await DuffModels.OfFilesAsync(s_rows);

        // 2 of 4 clients bought both; if independent it would be 3/4 · 2/4 of them.
        Assert.Equal(["101 102 3 2 2 4 1.3333 1"],
            await models.RowsAsync(
                "product_affinity",
                "product_id, other_product_id, clients, other_clients, clients_both, clients_all, ROUND(lift, 4), rank"));
        Assert.Equal(
            ["101 102 2"],
            await models.ReportRowsAsync("product-affinity", "product_id, other_product_id, clients_both", ("product_id", "102")));
        Assert.Empty(await models.ReportRowsAsync("product-affinity", "product_id", ("product_id", "103")));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    static OrderRow Bought(long order, long client, long product) =>
        new(order, client) { Product = product, Description = $"Duff {product}" };
}
