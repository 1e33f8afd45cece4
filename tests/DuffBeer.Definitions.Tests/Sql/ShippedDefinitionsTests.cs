using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Sql;

public sealed class ShippedDefinitionsTests
{
    /// <summary>Ranks, and a percentage of 0 to 100 that the source has.</summary>
    static readonly string[] s_withoutUnit = ["rank", "discount_percent"];

    static readonly SqlDefinitions s_definitions = SqlDefinitions.Load(DefinitionFolder.Default, ShippedContracts.All);

    [Fact]
    public void All_models_of_the_first_domain_exist() =>
        Assert.Equal(
            [
                "breakage", "channel_sales", "client_favourites", "client_sales", "dim_channels", "dim_clients", "dim_dates",
                "dim_product_prices", "dim_products", "dim_status",
                "duff_as_of", "duff_daily_sales", "duff_left_out", "duff_periods", "fact_orders", "order_status_by_channel",
                "order_status_history", "order_status_report", "orders_summary",
                "product_affinity", "product_channel_sales", "product_sales",
                "status_changes", "stg_duff_ledger", "stg_duff_order_rows", "stg_duff_orders",
            ],
            s_definitions.Graph.Models.Where(model => model.Domain == "duff").Select(model => model.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_model_has_an_audit_that_its_grain_is_unique() =>
        Assert.Empty(
            s_definitions.Graph.Models.Where(model => model.Audits.All(audit => audit.Name != "unique")).Select(model => model.Name));

    [Fact]
    public void A_staging_model_reads_no_mart_and_a_report_reads_no_staging_model()
    {
        var layers = s_definitions.Graph.Models.ToDictionary(model => model.Name, model => model.Layer);

        Assert.Empty(
            s_definitions.Graph.Models.Where(
                model => model.Sql.Refs.Any(input => layers[input] > model.Layer)).Select(model => model.Name));
        Assert.Empty(
            s_definitions.Reports.Where(
                report => report.Sql.Refs.Any(input => layers[input] == Layer.Staging)).Select(report => report.Name));
    }

    [Fact]
    public void Every_number_of_a_report_has_a_unit_and_money_a_currency()
    {
        string[] bare =
        [
            .. from report in s_definitions.Reports
               from column in report.Columns
               where column is { IsNumber: true, Role: ReportRole.Measure, Unit: ReportUnit.None } && !s_withoutUnit.Contains(column.Name)
               select $"{report.Name}.{column.Name}",
        ];
        Assert.Empty(bare);
        Assert.Empty(
            s_definitions.Reports.Where(
                report => report.Columns.All(column => column.Name != "currency")
                    && report.Currency.Length == 0
                    && report.Columns.Any(column => column.Unit == ReportUnit.Money)).Select(report => report.Name));
        Assert.All(
            s_definitions.Reports.Where(report => report.Domain == "restaurant" && report.Currency.Length > 0),
            report => Assert.Equal("USD", report.Currency));
    }

    [Fact]
    public void Every_parameter_that_names_something_offers_values_and_none_of_a_staging_model()
    {
        var layers = s_definitions.Graph.Models.ToDictionary(model => model.Name, model => model.Layer);
        string[] names = ["product_id", "client_id", "channel", "category", "region", "segment", "state", "location", "customer_id"];
        var parameters = s_definitions.Reports.SelectMany(report => report.Parameters).ToList();

        Assert.All(parameters.Where(parameter => names.Contains(parameter.Name)), parameter => Assert.True(parameter.HasValues));
        Assert.All(
            parameters.Select(parameter => parameter.Values).OfType<ReportValueSource>(),
            source => Assert.NotEqual(Layer.Staging, layers[source.Model]));
    }

    [Fact]
    public void Every_domain_sums_up_what_its_figures_leave_out() =>
        Assert.All(
            s_definitions.Graph.Models.Select(model => model.Domain).Distinct(),
            domain => Assert.Contains(s_definitions.Graph.Models, model => model.Name == LeftOutModel.NameOf(domain)));

    [Fact]
    public void Every_mart_of_the_restaurants_is_read_by_a_report()
    {
        var read = s_definitions.Reports.SelectMany(report => report.Sql.Refs).ToHashSet();

        Assert.Empty(
            s_definitions.Graph.Models.Where(
                model => model is { Domain: "restaurant", Layer: Layer.Mart } && !read.Contains(model.Name)).Select(model => model.Name));
    }

    [Fact]
    public void Measures_have_the_same_names_and_types_everywhere()
    {
        var models = s_definitions.Graph.Models.Where(
            model => model.Name is "client_sales" or "product_sales" or "channel_sales" or "product_channel_sales");

        Assert.All(models, model => Assert.Subset(
            model.Columns.Select(column => $"{column.Name} {column.Type}").ToHashSet(),
            new HashSet<string>
            {
                "orders int64", "units int64", "litres decimal(18,3)", "gross_sales decimal(18,2)", "broken_orders int64",
                "broken_value decimal(18,2)",
                "broken_rate double", "net_sales decimal(18,2)", "share double", "rank int64",
            }));
    }
}
