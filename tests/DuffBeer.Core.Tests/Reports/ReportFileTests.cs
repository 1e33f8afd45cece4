namespace DuffBeer.Core.Tests.Reports;

public sealed class ReportFileTests
{
    [Fact]
    public void A_report_is_read_with_its_header()
    {
        var report = Samples.Read(Samples.Text, out var errors)!;

        Assert.Empty(errors);
        Assert.Equal(("top-things", "Things", "duff", "things", 2), (report.Name, report.Title, report.Domain, report.Model, report.Limit));
        Assert.Equal("The things of a client.", report.Description);
        Assert.Equal(["client_id", "status", "n", "least"], report.Parameters.Select(parameter => parameter.Name));
        Assert.True(report.Parameters[0].Required);
        Assert.Equal(["created", "broken"], report.Parameters[1].OneOf);
        Assert.Equal((10, 1m, 99m), (report.Parameters[2].Default!.Value, report.Parameters[2].Rule.Min, report.Parameters[2].Rule.Max));
        Assert.Equal("Whose things", report.Parameters[0].Description);
        Assert.Equal(["price", "thing"], report.Sortable);
        Assert.Equal([new("price", true), new("id", false)], report.Order);
        Assert.Equal(7, report.Columns.Count);
    }

    [Theory]
    [InlineData("client_id  int64 ", "limit  int64 ", 6, "is not a valid parameter name")]
    [InlineData("client_id  int64 ", "client_id  uuid ", 6, "there is no type 'uuid'")]
    [InlineData("required  Whose things", "required", 6, "needs a description")]
    [InlineData("oneOf(created, broken)", "min(1)", 7, "the rule min(1) does not fit string")]
    [InlineData("default(10)", "default(ten)", 8, "the rule default(ten) does not fit int32")]
    [InlineData("{{ least }}", "{{ price }}", 28, "the parameter price is not declared")]
    [InlineData("{{ least }}", "0", 5, "least is declared but not used")]
    [InlineData("LIMIT {{ n }}", "LIMIT {{ n }} + {{ status }}", 29, "status may be used only in a WHERE")]
    [InlineData("sortable:   price", "sortable:   cost", 10, "a column that the report lacks: cost")]
    [InlineData("price desc, id", "price desc, cost", 11, "a column that the report lacks: cost")]
    [InlineData("price desc, id", "price down", 11, "'price down' is not an order")]
    [InlineData("limit:      2", "limit:      0", 12, "a number from 1 to 10000")]
    [InlineData("ref('things')", "ref('others')", 4, "which the SELECT does not read")]
    [InlineData("report:     top-things", "report:     top_things", 1, "is not a valid report name")]
    [InlineData("-- order:      price desc, id\n", "", 1, "the header lacks order")]
    public void A_mistake_in_a_report_is_named_with_its_line(string find, string replace, int line, string message)
    {
        Assert.Contains(find, Samples.Text, StringComparison.Ordinal);
        Samples.Read(Samples.Text.Replace(find, replace, StringComparison.Ordinal), out var errors);

        Assert.Contains(errors, error => error.Line == line && error.Message.Contains(message, StringComparison.Ordinal));
    }
}
