using DuffBeer.Core.Contracts;
using DuffBeer.Core.Reports;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Tests.Commands;

namespace DuffBeer.Local.Tests.Rendering;

public sealed class TableTests
{
    static readonly Heading[] s_headings =
    [
        new("order_id", CellKind.Name), new("product_description"), new("orders_per_active_week", CellKind.Number),
        new("gross_sales", CellKind.Number), new("meaning", CellKind.Prose),
    ];

    [Fact]
    public void No_line_is_wider_than_the_terminal_whatever_its_width()
    {
        string[] row =
            ["10000001", "ダフビール Raspberry Duff 🍺🍺🍺", "1.0455", "-1,234,567.89", "What each product sold with broken orders"];
        for (var width = 14; width <= 200; width++)
        {
            foreach (var rows in new[] { 1, 5 })
            {
                var (output, error) = (new StringWriter(), new StringWriter());
                var terminal = new Terminal(
                    output, error, () => Stream.Null, () => Stream.Null, true, true, Colors: false, width, _ => null, TimeProvider.System);

                TextTable.Write(terminal, s_headings, Enumerable.Repeat(row, rows));

                Assert.All(
                    $"{output}{error}".Split('\n'),
                    line => Assert.True(CellText.Width(line.TrimEnd('\r')) <= width, $"{width}: {line}"));
            }
        }
    }

    [Theory]
    [InlineData("Henry K. Duff's Reserve", 12, "Henry …serve")]
    [InlineData("short", 12, "short")]
    [InlineData("ビールビール", 7, "ビ…ル")]
    [InlineData("long", 1, "…")]
    public void A_long_text_is_cut_in_the_middle(string text, int width, string expected) =>
        Assert.Equal(expected, CellText.CutMiddle(text, width));

    [Fact]
    public void Units_decide_how_numbers_are_shown_ids_have_no_separators_and_decimals_are_aligned()
    {
        var report = Answers.Reports[0] with
        {
            Columns =
            [
                new("client_id", LogicalType.Int64), new("orders", LogicalType.Int64),
                new("share", LogicalType.Double) { Unit = ReportUnit.Percent },
                new("rate", LogicalType.Double), new("gap", LogicalType.Double) { Unit = ReportUnit.Days },
                new("mean", LogicalType.Double) { Unit = ReportUnit.Money },
            ],
        };
        object?[][] rows = 
        [
            [1_000_001L, 23_734L, 0.2917134, 1.5, 12.3456, 1_234.5], [7L, 9L, -0.5, 0.0625, 3d, -2d], [8L, null, null, null, null, null],
        ];

        IReadOnlyList<string> Texts(int index) => ReportCells.Of(report.Columns[index], index, rows);
        Assert.Equal(["1000001", "7", "8"], Texts(0));
        Assert.Equal(["23,734", "9", ""], Texts(1));
        Assert.Equal(["29.2 %", "-50.0 %", ""], Texts(2));
        Assert.Equal(["1.5000", "0.0625", ""], Texts(3));
        Assert.Equal(["12.3", "3.0", ""], Texts(4));
        Assert.Equal(["1,234.50", "-2.00", ""], Texts(5));
    }

    [Fact]
    public async Task Headline_columns_come_first_and_the_others_behind_them()
    {
        var workspace = new FakeWorkspace();
        var report = Answers.SalesByProduct;
        var shown = report.Report with { Show = ["share", "product_id"] };
        workspace.Report = _ => report with { Request = report.Request with { Report = shown } };

        var call = await Shell.CallAsync(workspace, "report", "sales-by-product");

        Assert.StartsWith("share\tproduct_id\tdescription\tgross_sales\tlast", call.Out, StringComparison.Ordinal);
    }
}
