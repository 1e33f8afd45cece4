using DuffBeer.Local.Generate;

namespace DuffBeer.Local.Commands;

/// <summary>Rows of each dataset in a demo with a given number of Duff orders: enough to see something, few enough to wait for.</summary>
static class DemoSize
{
    public static long Rows(SampleDataset dataset, long orders) => dataset.Name switch
    {
        "duff_orders" => orders,
        "retail_orders" => Math.Clamp(orders / 20, 200, 50_000),
        "order_items" or "order_item_options" => Math.Clamp(orders / 2, 500, 200_000),
        _ => dataset.Usual.Rows,
    };
}
