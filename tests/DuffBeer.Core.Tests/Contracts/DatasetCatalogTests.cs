using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Tests.Contracts;

public class DatasetCatalogTests
{
    static readonly DatasetCatalog s_catalog = new(
    [
        Contract("all", "shop/", "*.csv", "id"),
        Contract("orders", "shop/orders/", "*.csv", "order_id", "price"),
        Contract("refunds", "shop/orders/", "refund*.csv", "order_id", "price", "reason"),
        Contract("stock", "stock/", "*", "item", "price"),
        Contract("stock_eu", "stock_eu/", "*", "Item", "Price"),
    ]);

    [Theory]
    [InlineData("shop/x.csv", "all")]
    [InlineData("shop/orders/2026/a.csv", "orders")]
    [InlineData("shop/orders/refund-1.csv", "refunds")]
    [InlineData("shop/orders/a.txt", null)]
    [InlineData("Shop/x.csv", null)]
    [InlineData("stock/..", "stock")]
    [InlineData("other", null)]
    public void The_longest_match_wins_a_key(string key, string? dataset) => Assert.Equal(dataset, s_catalog.ForKey(key)?.Name);

    [Fact]
    public void A_key_that_two_datasets_claim_equally_is_a_problem()
    {
        var catalog = new DatasetCatalog([Contract("a", "in/", "a*", "id"), Contract("b", "in/", "*b", "id")]);
        var failure = Assert.Throws<TerminalException>(() => catalog.ForKey("in/ab"));

        Assert.Equal(ProblemCode.UnknownDataset, failure.Code);
        Assert.Contains("a and b", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ORDER ID,price", "orders")]
    [InlineData("order_id,price,reason", "refunds")]
    [InlineData("item,price", null)]
    [InlineData("price", null)]
    public void The_dataset_that_knows_most_names_wins_a_header(string header, string? dataset) =>
        Assert.Equal(dataset, s_catalog.ForHeader(header.Split(','))?.Name);

    [Fact]
    public void Two_datasets_with_one_name_or_one_source_are_refused()
    {
        Assert.Equal(
            ProblemCode.DefinitionInvalid,
            Assert.Throws<TerminalException>(
                () => new DatasetCatalog([Contract("a", "a/", "*", "id"), Contract("a", "b/", "*", "id")])).Code);
        Assert.Equal(
            ProblemCode.DefinitionInvalid,
            Assert.Throws<TerminalException>(
                () => new DatasetCatalog([Contract("a", "a/", "*", "id"), Contract("b", "a/", "*", "id")])).Code);
    }

    [Fact]
    public void Datasets_are_found_by_name()
    {
        Assert.Equal("stock", s_catalog.Find("stock")?.Name);
        Assert.Null(s_catalog.Find("Stock"));
    }

    static DatasetContract Contract(string name, string prefix, string pattern, params string[] columns) => new()
    {
        Name = name,
        Version = 1,
        Source = new(prefix, pattern),
        Columns = [.. columns.Select(column => new Column { Name = column, Type = LogicalType.String, Required = true })],
    };
}
