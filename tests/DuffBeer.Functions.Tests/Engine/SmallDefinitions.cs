using DuffBeer.Definitions.Sql;

namespace DuffBeer.Functions.Tests.Engine;

/// <summary>One dataset, two models of which the second reads the first, and one report: a refresh of them is quick.</summary>
static class SmallDefinitions
{
    const string FirstModel = """
        -- model:        orders_once
        -- grain:        order_id
        -- owner:        sales
        -- materialized: table
        -- audits:       unique(order_id)
        -- columns:
        --   order_id  int64  Order
        --
        -- Every order once.

        SELECT DISTINCT order_id FROM {{ source('duff_orders') }}
        """;

    const string SecondModel = """
        -- model:        order_count
        -- grain:        one row
        -- owner:        sales
        -- materialized: table
        -- columns:
        --   orders  int64  Orders
        --
        -- How many orders there are.

        SELECT COUNT(*) AS orders FROM {{ ref('orders_once') }}
        """;

    const string Report = """
        -- report:      orders-counted
        -- title:       Orders
        -- domain:      duff
        -- model:       order_count
        -- order:       orders
        -- columns:
        --   orders  int64  Orders
        --
        -- How many orders there are.

        SELECT orders FROM {{ ref('order_count') }}
        """;

    public static DefinitionFolder WriteTo(string folder)
    {
        foreach (var name in new[] { "contracts", "models/duff/core", "models/duff/marts", "audits", "reports" })
            Directory.CreateDirectory(Path.Combine(folder, name));
        foreach (var shipped in new[] { "contracts/duff_orders.yaml", "prices.txt" })
            File.Copy(Path.Combine(DefinitionFolder.Default.Path, shipped), Path.Combine(folder, shipped));
        File.WriteAllText(Path.Combine(folder, "models", "settings.txt"), "");
        File.WriteAllText(Path.Combine(folder, "models/duff/core/orders_once.sql"), FirstModel);
        File.WriteAllText(Path.Combine(folder, "models/duff/marts/order_count.sql"), SecondModel);
        File.WriteAllText(Path.Combine(folder, "reports", "orders-counted.sql"), Report);
        return new(folder);
    }
}
