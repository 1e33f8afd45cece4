using System.Globalization;
using System.Text;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>Source files of the dataset <c>duff_orders</c>.</summary>
static class Csv
{
    public const string Header =
        "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume," +
        "point_of_sale_channel,status\n";

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>One good line, with its line break.</summary>
    public static string Row(
        long order, string name = "Moe's Tavern", string price = "2.50", string channel = "Retail", string status = "created",
        string units = "6") =>
        string.Create(CultureInfo.InvariantCulture, $"1001,{name},{order},102,Duff Classic,{price},{units},0.33,{channel},{status}\n");

    /// <summary>Good lines with the order ids <paramref name="first"/>, <paramref name="first"/> + 1, …</summary>
    public static string Rows(int count, long first = 1) => string.Concat(Enumerable.Range(0, count).Select(index => Row(first + index)));
}
