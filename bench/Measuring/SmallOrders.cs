using System.Globalization;
using System.Text;

namespace DuffBeer.Bench.Measuring;

/// <summary>Many small files of Duff orders.</summary>
static class SmallOrders
{
    public const int RowsPerFile = 100;

    const string Header =
        "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,"
        + "point_of_sale_channel,status\n";

    static readonly string[] s_channels = ["Retail", "B2B", "Online"];
    static readonly string[] s_states = ["created", "delivered", "broken"];

    /// <summary>Writes a file; the same number gives the same content.</summary>
    /// <param name="channels">Points of sale; those of Duff if none are named.</param>
    /// <returns>Its path.</returns>
    public static string Write(string folder, int number, IReadOnlyList<string>? channels = null)
    {
        channels ??= s_channels;
        var (random, text) = (new Random(number), new StringBuilder(Header));
        for (var row = 0; row < RowsPerFile; row++)
        {
            var (client, product) = (1 + random.Next(5_000), 100 + random.Next(20));
            // One order in ten comes again with another status.
            var order = (number * RowsPerFile) + row - (random.Next(10) == 0 ? random.Next(RowsPerFile) : 0) + RowsPerFile;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{client},Client {client},{order},{product},Duff {product},{1 + (product % 7)}.{10 + (product % 80)},"
                    + $"{1 + random.Next(24)},0.{25 + (product % 50)},{channels[random.Next(channels.Count)]},"
                    + $"{s_states[random.Next(3)]}\n");
        }

        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"orders-{number:D6}.csv"));
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
