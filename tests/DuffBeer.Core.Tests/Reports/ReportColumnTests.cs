using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Tests.Reports;

public sealed class ReportColumnTests
{
    [Theory]
    [InlineData("client_id", "int64", ReportRole.Key, ReportUnit.None, "Client ID")]
    [InlineData("id", "string", ReportRole.Key, ReportUnit.None, "ID")]
    [InlineData("orders", "int64", ReportRole.Measure, ReportUnit.Count, "Orders")]
    [InlineData("avg_order_value", "decimal(18,2)", ReportRole.Measure, ReportUnit.None, "Average order value")]
    [InlineData("share", "double", ReportRole.Measure, ReportUnit.None, "Share")]
    [InlineData("is_complete", "bool", ReportRole.Dimension, ReportUnit.None, "Complete")]
    [InlineData("abc_class", "string", ReportRole.Dimension, ReportUnit.None, "ABC class")]
    [InlineData("status_since", "timestamp", ReportRole.Time, ReportUnit.None, "Status since")]
    [InlineData("month", "date", ReportRole.Time, ReportUnit.None, "Month")]
    public void Name_and_type_say_what_a_column_is(string name, string type, ReportRole role, ReportUnit unit, string label)
    {
        Assert.True(LogicalType.TryParse(type, out var parsed));
        var column = new ReportColumn(name, parsed);

        Assert.Equal((role, unit, label), (column.Role, column.Unit, column.Label));
    }

    [Fact]
    public void The_header_says_otherwise()
    {
        var report = Read(
            """
            -- show:       thing, price
            -- keys:       thing
            -- dimensions: price
            -- money:      price
            -- currency:   EUR
            -- percent:    share
            -- labels:
            --   thing  Thing, by name
            """, out var errors)!;

        Assert.Empty(errors);
        var columns = report.Columns.ToDictionary(column => column.Name);
        Assert.Equal((ReportRole.Key, "Thing, by name"), (columns["thing"].Role, columns["thing"].Label));
        Assert.Equal((ReportRole.Dimension, ReportUnit.Money), (columns["price"].Role, columns["price"].Unit));
        Assert.Equal(ReportUnit.Percent, columns["share"].Unit);
        Assert.Equal(["thing", "price"], report.Columns.Where(report.IsHeadline).Select(column => column.Name));
        Assert.Equal(("EUR", null), (report.CurrencyOf(columns["price"]), report.CurrencyOf(columns["share"])));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("EUR", "EUR")]
    [InlineData("euro", null)]
    public void A_currency_may_be_that_of_a_setting(string? value, string? currency)
    {
        var report = Read("-- money: price\n-- currency: {till_currency}", out var errors)!;
        Assert.Empty(errors);

        var described = report.Described(
            new Dictionary<string, SqlValue> { ["till_currency"] = new(LogicalType.String, value) });

        Assert.Equal(currency, described.CurrencyOf(described.Columns.Single(column => column.Name == "price")));
    }

    [Theory]
    [InlineData("-- money: prize", 15, "money names a column that the report lacks: prize (did you mean price?)")]
    [InlineData("-- money: price,\n--   thong", 16, "money names a column that the report lacks: thong (did you mean thing?)")]
    [InlineData("-- days: thing", 15, "days names a column that is not a number: thing")]
    [InlineData("-- percent: price", 15, "percent names a column that is not a double: price")]
    [InlineData("-- money: price\n-- litres: price", 16, "litres names a column that money names already: price")]
    [InlineData("-- keys: thing\n-- times: thing", 16, "times names a column that keys names already: thing")]
    [InlineData("-- labels:\n--   thign  Thing", 16, "labels names a column that the report lacks: thign (did you mean thing?)")]
    [InlineData("-- labels:\n--   thing", 16, "expected 'column label', found 'thing'")]
    [InlineData("-- money: price\n-- currency: euros", 16, "'euros' is not a currency: expected a code such as USD")]
    [InlineData("-- currency: USD", 15, "currency needs a line '-- money: …' with the columns that it is of")]
    [InlineData("-- period: days by month", 15, "period names a column that the report lacks: days (did you mean day?)")]
    [InlineData("-- period: thing by month", 15, "period names a column that is not a date: thing")]
    [InlineData("-- period: day by moth", 15, "'moth' is not a grain (did you mean month?): expected column by grain")]
    [InlineData("-- period: day by n", 15, "'n' is not a grain: expected column by grain")]
    [InlineData("-- period: day", 15, "'day' is not a period: expected column by grain")]
    [InlineData("-- zero: price", 15, "zero needs a line '-- period: …'")]
    [InlineData("-- period: day by month\n-- zero: thing", 16, "zero names a column that is not a number: thing")]
    public void A_mistake_is_named_with_its_line_and_the_likely_name(string lines, int line, string message)
    {
        Read(lines, out var errors);

        var error = Assert.Single(errors);
        Assert.Equal(line, error.Line);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>The sample with more lines before its columns.</summary>
    static ReportDefinition? Read(string lines, out List<DefinitionError> errors) =>
        Samples.Read(
            Samples.Text.Replace("-- columns:", $"{lines.ReplaceLineEndings("\n")}\n-- columns:", StringComparison.Ordinal), out errors);
}
