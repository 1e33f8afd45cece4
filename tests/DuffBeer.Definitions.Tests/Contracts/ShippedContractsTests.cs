using DuffBeer.Core.Columns;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Definitions.Tests.Contracts;

/// <summary>The known quirks of the other four datasets' real files, and how each is handled.</summary>
public class ShippedContractsTests
{
    const string Retail =
        "Order Id,Order Date,Ship Mode,Segment,Country,City,State,Postal Code,Region,Category,Sub Category,Product Id,cost price,List " +
        "Price,Quantity,Discount Percent\n";
    const string Items =
        "APP_NAME,RESTAURANT_ID,CREATION_TIME_UTC,ORDER_ID,USER_ID,PRINTED_CARD_NUMBER,IS_LOYALTY,CURRENCY,LINEITEM_ID," +
        "ITEM_CATEGORY,ITEM_NAME,ITEM_PRICE,ITEM_QUANTITY\n";
    const string Options = "ORDER_ID,LINEITEM_ID,OPTION_GROUP_NAME,OPTION_NAME,OPTION_PRICE,OPTION_QUANTITY\n";
    const string Days = "date_key,year,month,week,day_of_week,is_weekend,is_holiday,holiday_name\n";
    const string Duff =
        "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume," +
        "point_of_sale_channel,status\n";

    [Theory]
    [InlineData(Duff, "duff_orders")]
    [InlineData(Retail, "retail_orders")]
    [InlineData(Items, "order_items")]
    [InlineData(Options, "order_item_options")]
    [InlineData(Days, "date_dim")]
    public void A_header_finds_its_dataset_regardless_of_case_and_spaces(string header, string dataset)
    {
        var names = header.TrimEnd().Split(',');
        var spellings = new[]
        {
            names,
            [.. names.Select(name => name.ToUpperInvariant())],
            [.. names.Select(name => $" {name.Replace('_', ' ').ToLowerInvariant()}")],
            [.. names.Reverse()],
        };

        Assert.All(spellings, spelling => Assert.Equal(dataset, ContractRows.Catalog.ForHeader(spelling)?.Name));
    }

    [Fact]
    public void Every_dataset_and_column_has_a_description()
    {
        Assert.Equal(
            [
                "currency_rates", "date_dim", "duff_orders", "order_item_options", "order_items", "restaurant_locations", "retail_orders",
            ],
            ContractRows.Catalog.All.Select(contract => contract.Name));
        Assert.All(ContractRows.Catalog.All, contract =>
        {
            Assert.NotEmpty(contract.Description);
            Assert.NotEmpty(contract.Grain);
            Assert.All(contract.Columns, column => Assert.NotEmpty(column.Description));
            Assert.All(contract.StoredColumns, column => Assert.NotEmpty(column.Description));
        });
    }

    [Theory]
    [InlineData("retail/orders/2023.csv", "retail_orders")]
    [InlineData("restaurant/order_items/a/b.csv.gz", "order_items")]
    [InlineData("restaurant/order_item_options/x.csv", "order_item_options")]
    [InlineData("restaurant/date_dim/x.csv", "date_dim")]
    public void A_key_finds_its_dataset(string key, string dataset) => Assert.Equal(dataset, ContractRows.Catalog.ForKey(key)?.Name);

    [Fact]
    public async Task Prices_of_a_retail_order_are_exact()
    {
        var row = await RetailAsync(cost: "240", list: "260", quantity: "2", discount: "2");
        Assert.Equal(
            ("254.800000", "29.600000", "509.600000", "2023-03"), (row["sale_price"], row["profit"], row["sales"], row["order_month"]));

        var odd = await RetailAsync(cost: "19.99", list: "33.33", quantity: "7", discount: "3.75");
        Assert.Equal(("32.080125", "84.630875", "224.560875"), (odd["sale_price"], odd["profit"], odd["sales"]));
    }

    [Fact]
    public async Task A_loss_is_negative_and_a_free_item_is_no_mistake()
    {
        Assert.Equal("-10.400000", (await RetailAsync(cost: "30", list: "20", quantity: "1", discount: "2"))["profit"]);
        Assert.Equal("0.000000", (await RetailAsync(cost: "0", list: "0", quantity: "3", discount: "5"))["sales"]);
    }

    [Theory]
    [InlineData("United States", "2139", "02139")]
    [InlineData("united states", "501", "00501")]
    [InlineData("United States", "42420", "42420")]
    [InlineData("United States", "", null)]
    [InlineData("Canada", "2139", "2139")]
    public async Task Postal_codes_in_the_United_States_get_their_leading_zeros_back(string country, string code, string? stored) =>
        Assert.Equal(stored, (await RetailAsync(country: country, postalCode: code))["postal_code"]);

    [Theory]
    [InlineData("Not Available")]
    [InlineData("unknown")]
    [InlineData("N/A")]
    [InlineData("n/a")]
    [InlineData(" ")]
    [InlineData("")]
    public async Task An_unknown_ship_mode_is_null(string mode) => Assert.Null((await RetailAsync(shipMode: mode))["ship_mode"]);

    [Theory]
    [InlineData("-1", "1", "1", "2", "cost_price")]
    [InlineData("1", "-1", "1", "2", "list_price")]
    [InlineData("1", "1", "0", "2", "quantity")]
    [InlineData("1", "1", "1", "101", "discount_percent")]
    [InlineData("1", "1", "1", "-2", "discount_percent")]
    public async Task An_impossible_number_is_a_reject(string cost, string list, string quantity, string discount, string column)
    {
        using var rows = await ContractRows.ReadAsync(
            ContractRows.Contract("retail_orders"), Retail + RetailLine(cost: cost, list: list, quantity: quantity, discount: discount));

        Assert.Equal([RejectCode.RangeError], rows.RejectedBy.Keys);
        Assert.Equal(column, System.Text.Encoding.UTF8.GetString(((StringBuffer)rows.Rejects.Buffers[3])[0]));
    }

    [Theory]
    [InlineData("2023-03-08T11:03:32.223Z", "2023-03-08T11:03:32.223")]
    [InlineData("2023-03-08T11:03:32.2Z", "2023-03-08T11:03:32.200")]
    [InlineData("2023-03-08T11:03:32Z", "2023-03-08T11:03:32.000")]
    public async Task Times_have_up_to_three_fraction_digits(string time, string stored)
    {
        var row = await ItemAsync(time: time);

        Assert.Equal((stored, "2023-03"), (row["creation_time_utc"], row["order_month"]));
    }

    [Fact]
    public async Task A_card_number_is_stored_as_its_hash_and_shown_nowhere()
    {
        var row = await ItemAsync(card: "4111111111111111");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("secret"u8, "4111111111111111"u8));
        Assert.Equal(hash, row["card_hash"]);
        Assert.DoesNotContain("printed_card_number", row.Keys);
        Assert.Null((await ItemAsync(card: ""))["card_hash"]);

        using var rows = await ContractRows.ReadAsync(
            ContractRows.Contract("order_items"), Items + ItemLine(card: "4111111111111111", price: "much"));
        Assert.DoesNotContain(
            "4111", System.Text.Encoding.UTF8.GetString(((StringBuffer)rows.Rejects.Buffers[6]).Data), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRUE", "true")]
    [InlineData("False", "false")]
    [InlineData("", null)]
    public async Task Booleans_may_have_any_case(string loyalty, string? stored) =>
        Assert.Equal(stored, (await ItemAsync(loyalty: loyalty))["is_loyalty"]);

    [Fact]
    public async Task Guests_line_breaks_zero_prices_and_caterings_are_accepted()
    {
        var row = await ItemAsync(user: "", name: "\"Bacon, Egg\nand Cheese*\"", price: "0.00", quantity: "500");

        Assert.Null(row["user_id"]);
        Assert.Equal(("Bacon, Egg\nand Cheese*", "0.00", "500"), (row["item_name"], row["item_price"], row["item_quantity"]));
    }

    [Fact]
    public async Task The_malformed_row_is_one_reject()
    {
        using var rows = await ContractRows.ReadAsync(
            ContractRows.Contract("order_items"),
            Items + ItemLine() + ItemLine(line: "", category: "", name: "", price: "0.00", quantity: "0"));

        Assert.Equal((1, 1), (rows.Accepted, rows.Rejected));
        Assert.Equal([RejectCode.RequiredError], rows.RejectedBy.Keys);
    }

    [Fact]
    public async Task A_discount_is_an_option_of_a_negative_price_and_exact_repeats_are_kept()
    {
        var rows = await ContractRows.AcceptedAsync(
            "order_item_options", Options + "a,b,Milk,\"Oat, cold\",0.75,1\na,b,Milk,\"Oat, cold\",0.75,1\na,b,Rewards,Loyal,-1.00,1\n");

        Assert.Equal(["0.75", "0.75", "-1.00"], rows.Select(row => row["option_price"]));
        Assert.Equal("Oat, cold", rows[0]["option_name"]);
    }

    [Fact]
    public async Task Days_are_written_day_first_and_most_are_not_holidays()
    {
        var rows = await ContractRows.AcceptedAsync(
            "date_dim",
            Days + "13-02-2023,2023,2,7,Monday,False,FALSE,\n" +
            "04-07-2023,2023,7,27,Tuesday,false,TRUE,Independence Day\n" +
            "2023-07-05,2023,7,27,Wednesday,false,false,N/A\n");

        Assert.Equal(["2023-02-13", "2023-07-04", "2023-07-05"], rows.Select(row => row["date_key"]));
        Assert.Equal([null, "Independence Day", null], rows.Select(row => row["holiday_name"]));
        Assert.Equal(["false", "true", "false"], rows.Select(row => row["is_holiday"]));
    }

    [Fact]
    public async Task CR_LF_changes_nothing()
    {
        using var rows = await ContractRows.ReadAsync(
            ContractRows.Contract("retail_orders"), (Retail + RetailLine() + RetailLine()).Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal((2, 0), (rows.Accepted, rows.Rejected));
    }

    static async Task<Dictionary<string, string?>> RetailAsync(
        string shipMode =
            "Second Class", string country = "United States", string postalCode = "42420", string cost = "240", string list = "260",
            string quantity = "2", string discount = "2") =>
        (await ContractRows.AcceptedAsync(
            "retail_orders", Retail + RetailLine(shipMode, country, postalCode, cost, list, quantity, discount))).Single();

    static string RetailLine(
        string shipMode =
            "Second Class", string country = "United States", string postalCode = "42420", string cost = "240", string list = "260",
            string quantity = "2", string discount = "2") =>
        $"1,2023-03-01,{shipMode},Consumer,{country},Henderson,Kentucky,{postalCode},South,Furniture,Bookcases,FUR-BO-10001798," +
        $"{cost},{list},{quantity},{discount}\n";

    static async Task<Dictionary<string, string?>> ItemAsync(
        string time =
            "2023-03-08T11:03:32.223Z", string user = "u", string card = "", string loyalty = "FALSE", string name = "Bagel",
            string price = "5.99", string quantity = "1") =>
        (await ContractRows.AcceptedAsync(
            "order_items", Items + ItemLine(time, user, card, loyalty, "l", "Breakfast", name, price, quantity))).Single();

    static string ItemLine(
        string time =
            "2023-03-08T11:03:32.223Z", string user = "u", string card = "", string loyalty = "FALSE", string line = "l",
            string category = "Breakfast", string name = "Bagel", string price = "5.99", string quantity = "1") =>
        $"Alltown Fresh,r,{time},o,{user},{card},{loyalty},USD,{line},{category},{name},{price},{quantity}\n";
}
