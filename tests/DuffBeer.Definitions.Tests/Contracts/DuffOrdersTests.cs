using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Definitions.Tests.Contracts;

/// <summary>The brief's own sample through the Duff contract.</summary>
public class DuffOrdersTests
{
    static readonly DatasetContract s_duff = ContractRows.Contract("duff_orders");

    [Fact]
    public void The_contract_declares_what_the_specification_says()
    {
        Assert.Equal("duff_orders", s_duff.Name);
        Assert.Equal(
            [
                "client_id", "client_name", "order_id", "product_id", "product_description", "product_price", "product_ccf",
                "product_volume", "point_of_sale_channel", "status",
            ],
            s_duff.Columns.Select(column => column.Name));
        Assert.Equal(
            ["total_price decimal(18,2)", "total_volume decimal(18,3)", "pa_date date"],
            s_duff.Derived.Select(column => $"{column.Name} {column.Type}"));
        Assert.Equal(["pa_date", "point_of_sale_channel"], s_duff.PartitionBy);
        Assert.Equal(["order_id"], s_duff.Columns.Where(column => column.Key).Select(column => column.Name));
        Assert.All(s_duff.Columns, column => Assert.True(column.Required));
        Assert.All(s_duff.StoredColumns, column => Assert.NotEmpty(column.Description));
        Assert.Equal(3, s_duff.Keys["status"]["broken"]);
        Assert.Equal(2, s_duff.Keys["point_of_sale_channel"]["B2B"]);
        Assert.Matches("^[0-9a-f]{16}$", s_duff.Hash);
    }

    [Fact]
    public async Task The_sample_gives_the_line_totals_of_the_brief()
    {
        var rows = await ContractRows.ReadAsync(s_duff, await File.ReadAllTextAsync(Repository.PathOf("samples", "duff", "orders.csv")));

        Assert.Equal((5, 0, 0), (rows.Accepted, rows.Rejected, rows.Blank));
        Assert.Equal(
            ["5678 created 15.00", "5679 delivered 24.00", "5680 broken 24.00", "5681 created 96.00", "5682 delivered 15.00"],
            Lines(rows).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "pa_date=2026-11-21/point_of_sale_channel=B2B",
                "pa_date=2026-11-21/point_of_sale_channel=Online",
                "pa_date=2026-11-21/point_of_sale_channel=Retail",
            ],
            rows.Partitions.Select(partition => partition.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_last_line_of_one_comma_is_one_reject()
    {
        var sample = await File.ReadAllTextAsync(Repository.PathOf("samples", "duff", "orders.csv"));
        var rows = await ContractRows.ReadAsync(s_duff, sample.TrimEnd() + "\n,\n");

        Assert.Equal((5, 1), (rows.Accepted, rows.Rejected));
        Assert.Equal([(RejectCode.MissingCell, 1L)], rows.RejectedBy.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal("the line has 2 cells, the header 10", Encoding.UTF8.GetString(((StringBuffer)rows.Rejects.Buffers[5])[0]));
    }

    static IEnumerable<string> Lines(RowBatcher rows)
    {
        foreach (var batch in rows.Partitions.Select(partition => partition.Rows))
        {
            for (var row = 0; row < batch.RowCount; row++)
            {
                var order = ((ValueBuffer<long>)Buffer("order_id")).Values[row];
                var status = Encoding.UTF8.GetString(((StringBuffer)Buffer("status"))[row]);
                var cents = ((ValueBuffer<long>)Buffer("total_price")).Values[row];
                yield return FormattableString.Invariant($"{order} {status} {cents / 100m:F2}");
            }

            ColumnBuffer Buffer(string name) => batch.Buffers[batch.Columns.ToList().FindIndex(column => column.Name == name)];
        }
    }
}
