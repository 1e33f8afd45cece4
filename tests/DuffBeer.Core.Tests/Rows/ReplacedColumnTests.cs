using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Tests.Rows;

/// <summary>A derived column that takes a source column's place and name.</summary>
public class ReplacedColumnTests
{
    static readonly DatasetContract s_source = new()
    {
        Name = "places",
        Version = 1,
        Source = new("places/"),
        PartitionBy = ["zip"],
        Columns =
        [
            new() { Name = "id", Type = LogicalType.Int64, Required = true },
            new() { Name = "zip", Type = LogicalType.String },
        ],
    };

    static readonly DatasetContract s_replaced = s_source with
    {
        Derived = [new("zip", LogicalType.String, TypedRows.Compile(s_source, "lpad(zip, 5, '0')", LogicalType.String), Replaces: "zip")],
    };

    [Fact]
    public async Task A_row_and_its_folder_have_only_the_new_form()
    {
        var rows = await TypedRows.ReadAsync(s_replaced, "id,zip\n7,2139\n8,\n");

        Assert.Equal(["id", "zip", "_offset", "_run"], s_replaced.StoredColumns.Select(column => column.Name));
        Assert.Equal(["zip=02139: 7|02139|7|run-1", "zip=__HIVE_DEFAULT_PARTITION__: 8|null|14|run-1"], TypedRows.Lines(rows));
    }

    [Fact]
    public async Task A_reject_shows_the_original_line()
    {
        var reject = Assert.Single(TypedRows.Rejects(await TypedRows.ReadAsync(s_replaced, "id,zip\nx,2139\n")));

        Assert.Equal((RejectCode.TypeError, "id", "x", "x,2139"), (reject.Code, reject.Column, reject.Value, reject.Raw));
    }

    [Fact]
    public void A_later_expression_reads_the_new_value() => Assert.Equal(
        LogicalType.Int64,
        DerivedAfter("id + 1").Type);

    static DerivedColumn DerivedAfter(string text)
    {
        // Of two columns with one name, the later one counts.
        var columns = new TableColumn[] { new("id", LogicalType.String), new("id", LogicalType.Int64) };
        return new("next", LogicalType.Int64, DuffBeer.Core.Contracts.Expressions.Expression.Compile(text, columns, LogicalType.Int64));
    }
}
