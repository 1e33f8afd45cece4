using System.Globalization;
using System.Text.RegularExpressions;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Definitions.Prices;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Tests.Contracts;

namespace DuffBeer.Definitions.Tests.Shipped;

/// <summary>The shipped prices, and files that override them.</summary>
public sealed partial class PricesTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("prices-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_price_has_a_shipped_value() =>
        Assert.Equal(PriceTable.Known.Select(price => price.Name).Order(), PricesFile.Load(DefinitionFolder.Default).Prices.Keys.Order());

    [Fact]
    public void A_file_overrides_single_prices()
    {
        var shipped = PricesFile.Load(DefinitionFolder.Default);
        var table = PricesFile.Load(DefinitionFolder.Default, Write("own.txt", "# In the region\n\ns3.download = 0  per GB\n"));

        Assert.Equal(0m, table.Prices["s3.download"]);
        Assert.Equal(shipped.Prices.Remove("s3.download"), table.Prices.Remove("s3.download"));
        Assert.NotEqual(0m, shipped.Prices["s3.download"]);
    }

    [Fact]
    public void A_definitions_folder_overrides_prices_and_a_file_overrides_both()
    {
        Write("prices.txt", "s3.read = 1  per 1000 requests\nathena.scan = 6.75  per TB\n");

        var table = PricesFile.Load(new(_folder), Write("own.txt", "s3.read = 2  per 1000 requests"));

        Assert.Equal((2m, 6.75m), (table.Prices["s3.read"], table.Prices["athena.scan"]));
        Assert.Equal(PriceTable.Known.Count, table.Prices.Count);
        Assert.Equal(PriceTable.Known.Count, PricesFile.Load(new(Path.Combine(_folder, "none"))).Prices.Count);
    }

    [Fact]
    public void Every_mistake_is_named_with_its_file_and_line()
    {
        Write("prices.txt", "s3.read = cheap  per 1000 requests\n");
        var own = Write(
            "own.txt",
            "# Ours\nathena.scan = 5  per GB\nglue.request = 1  per 1000000 requests\nglue.request = 2  per 1000000 " +
            "requests\nlambda.second = 1  per second\n");

        var failure = Assert.Throws<TerminalException>(() => PricesFile.Load(new(_folder), own));

        Assert.Equal(ProblemCode.DefinitionInvalid, failure.Code);
        Assert.Collection(
            failure.Message.Split('\n'),
            line => Assert.StartsWith("prices.txt:1:1: expected dollars", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"{own}:2:1: athena.scan is priced 'per TB'", line, StringComparison.Ordinal),
            line => Assert.Equal($"{own}:4:1: the price glue.request is set twice", line),
            line => Assert.StartsWith($"{own}:5:1: there is no price 'lambda.second'", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_a_mistake()
    {
        var missing = Path.Combine(_folder, "none.txt");

        Assert.Equal(
            $"{missing}:1:1: the price file does not exist",
            Assert.Throws<TerminalException>(() => PricesFile.Load(DefinitionFolder.Default, missing)).Message);
    }

    [Fact]
    public void The_documentation_has_the_shipped_prices()
    {
        var told = TableLine().Matches(File.ReadAllText(Repository.PathOf("docs", "guide", "costs.md")))
            .ToDictionary(line => line.Groups[1].Value, line => decimal.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture));

        Assert.Equal(PricesFile.Load(DefinitionFolder.Default).Prices.OrderBy(price => price.Key), told.OrderBy(price => price.Key));
    }

    string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    [GeneratedRegex(@"^\| `([a-z0-9]+\.[a-z]+)` \| ([0-9.]+) \|", RegexOptions.Multiline)]
    private static partial Regex TableLine();
}

file static class Prices
{
    public static IEnumerable<KeyValuePair<string, decimal>> Remove(this IReadOnlyDictionary<string, decimal> prices, string name) =>
        prices.Where(price => price.Key != name).OrderBy(price => price.Key);
}
