using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;

namespace DuffBeer.Definitions.Tests.Duff;

/// <summary>The dataset's columns and keys, as far as models see them.</summary>
static class DuffContract
{
    public static readonly DatasetContract Orders = new()
    {
        Name = "duff_orders",
        Version = 1,
        Source = new("duff/orders/"),
        Columns =
        [
            Of("client_id", LogicalType.Int64), Of("client_name", LogicalType.String), Of("order_id", LogicalType.Int64), Of("product_id", LogicalType.Int64),
            Of("product_description", LogicalType.String), Of("product_price", LogicalType.Decimal(10, 2)), Of("product_ccf", LogicalType.Int32),
            Of("product_volume", LogicalType.Decimal(10, 3)), Of("point_of_sale_channel", LogicalType.String), Of("status", LogicalType.String),
        ],
        Derived =
        [
            new("total_price", LogicalType.Decimal(18, 2), new("product_price * product_ccf")),
            new("total_volume", LogicalType.Decimal(18, 3), new("product_volume * product_ccf")),
            new("pa_date", LogicalType.Date, new("processing_date()")),
        ],
        Keys = new Dictionary<string, IReadOnlyDictionary<string, long>>
        {
            ["status"] = new Dictionary<string, long> { ["created"] = 1, ["delivered"] = 2, ["broken"] = 3 },
            ["point_of_sale_channel"] = new Dictionary<string, long> { ["Retail"] = 1, ["B2B"] = 2, ["Online"] = 3 },
        },
    };

    static Column Of(string name, LogicalType type) => new() { Name = name, Type = type, Required = true };
}
