using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Definitions.Docs;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Tests.Contracts;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Docs;

public sealed class DefinitionPagesTests : IDisposable
{
    static readonly SqlDefinitions s_definitions = SqlDefinitions.Load(DefinitionFolder.Default, ShippedContracts.All);
    static readonly IReadOnlyDictionary<string, string> s_pages = DefinitionPages.Of(ShippedContracts.All, s_definitions);
    static readonly string s_docs = Repository.PathOf("docs");

    readonly string _folder = Directory.CreateTempSubdirectory("duffbeer-docs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>With DUFFBEER_ACCEPT=1 the pages are rewritten, as <c>duffbeer docs</c> does.</summary>
    [Fact]
    public void The_committed_pages_match_the_definitions()
    {
        if (Environment.GetEnvironmentVariable("DUFFBEER_ACCEPT") == "1")
            DefinitionPages.Write(s_pages, s_docs);

        Assert.Equal(s_pages.Keys.Order(StringComparer.Ordinal), DefinitionPages.Written(s_docs).Order(StringComparer.Ordinal));
        Assert.All(s_pages, page => Assert.Equal(page.Value, File.ReadAllText(Path.Combine(s_docs, page.Key)).ReplaceLineEndings("\n")));
    }

    [Fact]
    public void Every_dataset_and_model_has_its_page_with_every_column()
    {
        foreach (var contract in ShippedContracts.All)
            Assert.All(
                contract.StoredColumns,
                column =>
                    Assert.Contains(
                        $"| `{column.Name}` | {column.Type} |", s_pages[$"datasets/{contract.Name}.md"], StringComparison.Ordinal));
        foreach (var model in s_definitions.Graph.Models)
            Assert.All(
                model.Columns,
                column =>
                    Assert.Contains($"| `{column.Name}` | {column.Type} |", s_pages[$"models/{model.Name}.md"], StringComparison.Ordinal));
    }

    [Fact]
    public void A_dataset_page_has_its_rules_and_its_readers()
    {
        var page = s_pages["datasets/duff_orders.md"];

        Assert.Contains("- **Files:** `duff/orders/*.csv*`", page, StringComparison.Ordinal);
        Assert.Contains("- **Reject budget:** 1 % of the rows read, at least 10 rows", page, StringComparison.Ordinal);
        Assert.Contains("[stg_duff_order_rows](../models/stg_duff_order_rows.md)", page, StringComparison.Ordinal);
        Assert.Contains(
            "| `total_price` | decimal(18,2) | `product_price * product_ccf` | Value of the order |", page, StringComparison.Ordinal);
        Assert.Contains("known: `Retail`, `B2B`, `Online`; others are accepted with a warning", page, StringComparison.Ordinal);
        Assert.Contains("| `status` | `created` | 1 |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_a_hidden_column_says_that_only_its_hash_is_stored() =>
        Assert.Contains("hidden: only `card_hash` is stored", s_pages["datasets/order_items.md"], StringComparison.Ordinal);

    [Fact]
    public void A_model_page_has_its_inputs_and_its_readers()
    {
        var page = s_pages["models/clv_fit.md"];

        Assert.Contains("- **Built from:** [customer_purchases](customer_purchases.md)", page, StringComparison.Ordinal);
        Assert.Contains("- **Read by:** [customer_value_forecast](customer_value_forecast.md)", page, StringComparison.Ordinal);
        Assert.Contains("- **Estimated by:** `clv_fit/1`", page, StringComparison.Ordinal);
        Assert.Contains("- **Setting** `clv_min_customers`", page, StringComparison.Ordinal);
        Assert.Contains("- `unique(estimator)`: ", page, StringComparison.Ordinal);
        Assert.Contains(
            "[models/restaurant/marts/clv_fit.sql](../../src/DuffBeer.Definitions/models/restaurant/marts/clv_fit.sql)",
            page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_reference_has_every_key_function_and_code()
    {
        var (models, reports, codes) = (s_pages["reference/models.md"], s_pages["reference/reports.md"], s_pages["reference/codes.md"]);

        Assert.All(
            SqlModelFile.Keys.Concat(AuditFile.Keys), key => Assert.Contains($"| `{key.Name}` | ", models, StringComparison.Ordinal));
        Assert.All(ReportFile.Keys, key => Assert.Contains($"| `{key.Name}` | ", reports, StringComparison.Ordinal));
        Assert.All(TemplateFunction.All.Keys, name => Assert.Contains($"| `{name}(", models, StringComparison.Ordinal));
        Assert.All(
            Enum.GetNames<RejectCode>().Concat(Enum.GetNames<ProblemCode>()),
            code => Assert.Contains($"| `{code}` | ", codes, StringComparison.Ordinal));
    }

    /// <summary>The keys at the top of each schema and one deep inside.</summary>
    [Theory]
    [InlineData("contracts.md", "| `dataset` | text; required | ")]
    [InlineData("contracts.md", "| `encoding` | `auto`, `utf-8`, `windows-1252`, `iso-8859-1` | ")]
    [InlineData("contracts.md", "| `fraction` | number, 0 to 1 | ")]
    [InlineData("pages.md", "| `rows` | list of mappings, see below; required | ")]
    [InlineData("pages.md", "| `width` | whole number, 2 to 12 | ")]
    [InlineData("settings.md", "| `abc_class_a` | double | `0.8` | ")]
    public void The_reference_says_what_a_key_takes(string page, string row) =>
        Assert.Contains($"\n{row}", s_pages[$"reference/{page}"], StringComparison.Ordinal);

    [Fact]
    public void A_report_page_has_its_parameters_and_the_units_of_its_columns()
    {
        var page = s_pages["reports/duff-sales.md"];

        Assert.Contains("| `grain` | string | `week` | one of `day`, `week`, `month`, `all` | ", page, StringComparison.Ordinal);
        Assert.Contains("| `net_sales` | decimal(18,2) | money | ", page, StringComparison.Ordinal);
        Assert.Contains("[duff_daily_sales](../models/duff_daily_sales.md)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_model_has_every_reference_that_an_audit_checks()
    {
        var page = s_pages["reference/data-model.md"];

        Assert.Contains("    dim_clients ||--o{ fact_orders : client_id\n", page, StringComparison.Ordinal);
        Assert.Contains("        int64 order_id PK\n", page, StringComparison.Ordinal);
        Assert.Equal(
            s_definitions.Graph.Models.SelectMany(model => model.Audits).Count(audit => audit.Name == "relates"),
            page.Split(" ||--o{ ").Length - 1);
    }

    [Fact]
    public void The_graph_has_every_arrow_between_models()
    {
        var index = s_pages["models/README.md"];

        Assert.All(
            from model in s_definitions.Graph.Models
            from input in model.Sql.Refs.Concat(model.Sql.Sources)
            select $"    {input} --> {model.Name}\n",
            arrow => Assert.Contains(arrow, index, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_link_between_pages_leads_somewhere() =>
        Assert.Empty(
            from page in s_pages
            from link in page.Value.Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)])
            let target = Path.GetFullPath(Path.Combine(s_docs, Path.GetDirectoryName(page.Key)!, link.Split('#')[0]))
            where !s_pages.ContainsKey(Path.GetRelativePath(s_docs, target).Replace('\\', '/')) && !File.Exists(target)
            select $"{page.Key}: {link}");

    [Fact]
    public void Obsolete_pages_are_deleted_and_other_files_stay()
    {
        var pages = new Dictionary<string, string>(s_pages);
        DefinitionPages.Write(pages, _folder);
        File.WriteAllText(Path.Combine(_folder, "models", "by_hand.md"), "# Mine\n");
        pages.Remove("models/clv_fit.md");

        DefinitionPages.Write(pages, _folder);

        Assert.False(File.Exists(Path.Combine(_folder, "models", "clv_fit.md")));
        Assert.True(File.Exists(Path.Combine(_folder, "models", "by_hand.md")));
        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), DefinitionPages.Written(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_pipe_or_a_line_break_in_a_description_does_not_break_the_table()
    {
        var model = s_definitions.Graph["clv_fit"]!;
        var odd = model with { Name = "odd", Columns = [model.Columns[0] with { Description = "a | b\nc <d>" }] };
        var graph = ModelGraph.Of([odd with { Sql = new([]) }], []);

        var page = DefinitionPages.Of([], s_definitions with { Graph = graph, Audits = [], Reports = [] })["models/odd.md"];

        Assert.Contains("| `estimator` | string | a \\| b c &lt;d> |\n", page, StringComparison.Ordinal);
    }
}
