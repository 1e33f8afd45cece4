using System.Text.Json;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Dashboards;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Tests.Contracts;
using DuffBeer.Definitions.Yaml.Dashboards;
using YamlDotNet.RepresentationModel;

namespace DuffBeer.Definitions.Tests.Dashboards;

/// <summary>Pages are read, and refused where they name what is not there.</summary>
public sealed class DashboardLoaderTests
{
    const string Good = """
        page: mine
        title: Mine
        description: Sales of Duff by product.
        domain: duff
        filters:
          - {name: product, label: Product, parameter: sales-by-product.product_id}
        rows:
          - tiles:
              - title: Net sales
                draw: bar
                report: sales-by-product
                parameters: {product_id: $product}
                x: product_id
                label: description
                y: [net_sales, gross_sales]
                sort: -net_sales
                limit: 10
                width: 6
                link: {set: {product: product_id}}
        """;

    static readonly IReadOnlyList<Core.Reports.ReportDefinition> s_reports = SqlDefinitions.LoadReports(DefinitionFolder.Default);

    [Theory]
    [InlineData("figure", "value: net_sales", "")]
    [InlineData("table", "sort: -net_sales", "")]
    [InlineData("table", "columns: [net_sales, description]", "product_id description net_sales")]
    [InlineData("bar", "x: rank, y: [net_sales, gross_sales], label: description", "product_id description gross_sales net_sales rank")]
    public void A_tile_requests_what_its_drawing_and_its_links_need(string draw, string keys, string needed)
    {
        var start = Good.IndexOf("      - title:", StringComparison.Ordinal);
        var tile = $"      - {{title: A, draw: {draw}, report: sales-by-product, {keys}, link: {{set: {{product: product_id}}}}}}";

        var (pages, errors) = Load(Good[..start] + tile);

        Assert.Empty(errors);
        Assert.Equal(needed, string.Join(' ', Assert.Single(pages).Rows[0][0].Needed));
    }

    [Fact]
    public void A_wrong_filter_is_one_mistake_whatever_tiles_and_links_use_it()
    {
        var wrong = Good.Replace("by-product.product_id", "by-product.produkt_id", StringComparison.Ordinal);
        var other = Good.Replace("page: mine", "page: other", StringComparison.Ordinal)
            .Replace("link: {set", "link: {page: mine, set", StringComparison.Ordinal);

        var (pages, errors) = Load(wrong, other);

        Assert.Contains("no parameter 'produkt_id'", Assert.Single(errors).Message, StringComparison.Ordinal);
        Assert.Equal("other", Assert.Single(pages).Name);
    }

    public static TheoryData<string> Pages =>
        [.. DefinitionFolder.Default.Yaml("dashboards").Select(text => text.File)];

    [Fact]
    public void A_page_has_its_filters_and_tiles()
    {
        var (pages, errors) = Load(Good);

        Assert.Empty(errors);
        var page = Assert.Single(pages);
        Assert.Equal(("mine", "duff", "product"), (page.Name, page.Domain, page.Filters[0].Name));
        var tile = Assert.Single(page.Rows[0]);
        Assert.Equal((TileKind.Bar, "product_id", "-net_sales", 10, 6), (tile.Kind, tile.X, tile.Sort, tile.Limit, tile.Width));
        Assert.Equal(["net_sales", "gross_sales"], tile.Y);
        Assert.Equal(new("product_id", null, "product"), Assert.Single(tile.Parameters));
        Assert.Equal("product_id", tile.Link!.Set["product"]);
    }

    [Theory]
    [InlineData("report: sales-by-product", "report: sales-by-produkt", 11, "'sales-by-produkt'; did you mean 'sales-by-product'?")]
    [InlineData("x: product_id", "x: produkt_id", 13, "has no column 'produkt_id'; did you mean 'product_id'?")]
    [InlineData("y: [net_sales, gross_sales]", "y: netsales", 15, "has no column 'netsales'; did you mean 'net_sales'?")]
    [InlineData("sort: -net_sales", "sort: -nett_sales", 16, "has no sortable column 'nett_sales'; did you mean 'net_sales'?")]
    [InlineData("{product_id: $product}", "{product: $product}", 12, "has no parameter 'product'; did you mean 'product_id'?")]
    [InlineData("{product_id: $product}", "{product_id: $produkt}", 12, "this page has no filter 'produkt'; did you mean 'product'?")]
    [InlineData("{product_id: $product}", "{product_id: beer}", 12, "product_id must be")]
    [InlineData("{set: {product: product_id}}", "{set: {produkt: product_id}}", 19, "has no filter 'produkt'; did you mean 'product'?")]
    [InlineData("{set: {product: product_id}}", "{page: nowhere, set: {product: product_id}}", 19, "there is no page 'nowhere'")]
    [InlineData("draw: bar", "draw: barr", 10, "'barr' is not allowed")]
    [InlineData("width: 6", "width: 13", 18, "a row has 12 columns")]
    [InlineData("limit: 10", "limit: 0", 17, "expected 1 to 10000")]
    [InlineData("limit: 10", "limits: 10", 17, "'limits' is not a key here")]
    [InlineData("product_id}\n", "product}\n", 6, "has no parameter 'product'; did you mean 'product_id'?")]
    [InlineData("title: Mine\n", "", 1, "'title' is missing")]
    [InlineData("        x: product_id\n", "", 9, "'x' is missing")]
    public void A_mistake_is_told_with_its_line_and_the_likely_name(string right, string wrong, int line, string message)
    {
        var text = Good.ReplaceLineEndings("\n");
        var at = text.IndexOf(right.TrimStart('\n'), StringComparison.Ordinal);

        var (pages, errors) = Load(text[..at] + wrong + text[(at + right.Length)..]);

        var error = errors[0];
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(line, error.Line);
        Assert.True(pages.Count == 0 || wrong.Contains("set:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("page: mine", "page: My Page", "expected lower-case letters")]
    [InlineData("rows:", "rows:\n  - tiles: [{title: Net sales, draw: text, text: Words}]", "two tiles have the title 'Net sales'")]
    public void Names_that_addresses_depend_on_are_checked(string right, string wrong, string message)
    {
        var (_, errors) = Load(Good.ReplaceLineEndings("\n").Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(message, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_the_guide_is_a_page_and_is_in_the_guide_word_for_word()
    {
        var example = File.ReadAllText(Repository.PathOf("docs", "examples", "own-page.yaml"));

        var (pages, errors) = Load(example);

        Assert.Empty(errors);
        Assert.Single(pages);
        Assert.Contains(example.Trim(), File.ReadAllText(Repository.PathOf("docs", "guide", "dashboards.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_of_one_page_are_refused()
    {
        var (_, errors) = Load(Good, Good);

        Assert.Contains(errors, error => error.Message.Contains("another file is the page 'mine' too", StringComparison.Ordinal));
    }

    [Fact]
    public void The_shipped_pages_have_no_mistakes()
    {
        var (pages, errors) = DashboardLoader.Load(DefinitionFolder.Default, s_reports);

        Assert.Empty(errors);
        Assert.NotEmpty(pages);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_shipped_page_satisfies_the_schema_and_names_it(string file)
    {
        var text = File.ReadAllText(Path.Combine(DefinitionFolder.Default.Path, file));
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        var schema = File.ReadAllText(Path.Combine(DefinitionFolder.Default.Path, "dashboards", "page.schema.json"));

        Assert.StartsWith("# yaml-language-server: $schema=../page.schema.json\n", text, StringComparison.Ordinal);
        Assert.Empty(JsonSchema.Validate(JsonDocument.Parse(schema).RootElement, yaml.Documents.Single().RootNode));
    }

    [Fact]
    public void The_schema_has_the_keys_and_kinds_that_the_loader_knows()
    {
        var schema = File.ReadAllText(Path.Combine(DefinitionFolder.Default.Path, "dashboards", "page.schema.json"));
        var tile = JsonDocument.Parse(schema).RootElement.GetProperty("properties").GetProperty("rows").GetProperty("items")
            .GetProperty("properties").GetProperty("tiles").GetProperty("items").GetProperty("properties");

        var (_, errors) = Load(Good.Replace("draw: bar", "draw: zzz\n        zzz: 1", StringComparison.Ordinal));

        var allowed = errors.Single(error => error.Message.StartsWith("'zzz' is not a key", StringComparison.Ordinal)).Message;
        Assert.Equal(Listed(allowed, "(allowed: ", ")"), tile.EnumerateObject().Select(key => key.Name).Order(StringComparer.Ordinal));
        var kinds = errors.Single(error => error.Message.StartsWith("'zzz' is not allowed", StringComparison.Ordinal)).Message;
        Assert.Equal(
            Listed(kinds, "one of ", ""),
            tile.GetProperty("draw").GetProperty("enum").EnumerateArray().Select(kind => kind.GetString()!).Order(StringComparer.Ordinal));
    }

    static IEnumerable<string> Listed(string message, string before, string after)
    {
        var list = message[(message.IndexOf(before, StringComparison.Ordinal) + before.Length)..];
        return list[..^after.Length].Split(", ").Order(StringComparer.Ordinal);
    }

    static (IReadOnlyList<DashboardDefinition> Pages, IReadOnlyList<DefinitionError> Errors) Load(params string[] texts)
    {
        using var folder = new TemporaryFolder();
        var pages = Directory.CreateDirectory(Path.Combine(folder.Path, "dashboards", "duff"));
        foreach (var (text, index) in texts.Select((text, index) => (text, index)))
            File.WriteAllText(Path.Combine(pages.FullName, $"page{index}.yaml"), text);
        return DashboardLoader.Load(new(folder.Path), s_reports);
    }
}
