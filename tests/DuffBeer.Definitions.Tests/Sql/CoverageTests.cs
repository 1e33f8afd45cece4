using DuffBeer.Core.Models;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Definitions.Tests.Sql;

/// <summary>Why? answers for everything that is shipped.</summary>
public sealed class CoverageTests
{
    static readonly LoadedDefinitions s_definitions = new(DefinitionFolder.Default);

    [Fact]
    public void Every_report_says_where_its_rows_come_from() =>
        Assert.Empty(s_definitions.Reports.Where(report => report.From is null).Select(report => report.Name));

    [Fact]
    public void Every_model_that_reads_anything_says_where_its_rows_come_from() =>
        Assert.Empty(
            from model in s_definitions.Models.Graph.Models
            where model.From is null && (model.Sql.Refs.Count > 0 || model.Sql.Sources.Count > 0)
            select model.Name);

    [Fact]
    public void Every_dataset_of_orders_says_what_became_of_its_rows() =>
        Assert.Equal(
            ["duff_orders", "order_item_options", "order_items", "retail_orders"],
            s_definitions.Models.Graph.Models.Select(model => model.Fate?.Dataset).OfType<string>().Order());

    /// <summary>Names are no figures; only a column that supplies one may be taken as it is.</summary>
    [Fact]
    public void Only_texts_are_looked_up() =>
        Assert.Empty(
            from report in s_definitions.Reports
            from link in report.From!
            where link.IsLookup
            from column in link.Columns
            where report.Columns.First(other => other.Name == column.Own).Type.Kind != Core.Contracts.TypeKind.String
            select $"{report.Name} {column.Own}");
}
