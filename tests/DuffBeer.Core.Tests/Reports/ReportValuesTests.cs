using DuffBeer.Core.Failures;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Tests.Reports;

public sealed class ReportValuesTests
{
    static readonly ReportDefinition s_report = Samples.Read(
        Samples.Text
            .Replace("required  Whose", "required values(clients.client_id, name) also(0)  Whose", StringComparison.Ordinal)
            .Replace("AND price", "AND {{ good }} AND price", StringComparison.Ordinal)
            .Replace("-- sortable", "--   good       bool           Only good ones\n-- sortable", StringComparison.Ordinal),
        out _)!;

    [Fact]
    public void A_parameter_names_the_model_and_columns_that_have_its_values()
    {
        var parameter = s_report.Parameters[0];

        Assert.Equal(("clients", "client_id", "name"), (parameter.Values!.Model, parameter.Values.Column, parameter.Values.Label));
        Assert.Equal((true, "Whose things"), (parameter.Required, parameter.Description));
        Assert.Equal(["0"], parameter.Also);
    }

    [Theory]
    [InlineData("values(clients)")]
    [InlineData("values(clients.client_id, name, other)")]
    [InlineData("values(clients.client_id.x)")]
    [InlineData("also(none)")]
    public void A_rule_that_cannot_be_read_is_a_mistake(string rule)
    {
        Samples.Read(Samples.Text.Replace("required", $"required {rule}", StringComparison.Ordinal), out var errors);

        Assert.Contains(errors, error => error.Line == 6 && error.Message.Contains($"the rule {rule} does", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("status", null, "created broken")]
    [InlineData("status", "BRO", "broken")]
    [InlineData("good", null, "true false")]
    [InlineData("client_id", null, "0")]
    public void Listed_values_are_found_in_any_case(string parameter, string? search, string values) =>
        Assert.Equal(
            values.Split(' '), ReportValues.Listed(ReportValues.ParameterOf(s_report, parameter), search).Select(value => value.Value));

    [Theory]
    [InlineData("clientid", "top-things: there is no parameter clientid (did you mean client_id?)")]
    [InlineData("n", "top-things: n has no list of values; it takes any value of type int32.")]
    public void A_parameter_without_values_is_not_found(string name, string message)
    {
        var failure = Assert.Throws<TerminalException>(() => ReportValues.ParameterOf(s_report, name));

        Assert.Equal(ProblemCode.NotFound, failure.Code);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Listed_values_come_first_and_once_and_the_limit_holds_for_all()
    {
        var request = ReportValues.Request(s_report, s_report.Parameters[0], search: null, limit: 3)!;
        var found = ReportResult.Of(request, Samples.Snapshot(), new([], [[0L, "None"], [7L, "Moe"], [8L, null]]));

        var all = ReportValues.Of([new("0", "0")], found, limit: 3);
        Assert.Equal([new("0", "0"), new("7", "Moe"), new("8", "8")], all.Values);
        Assert.True(all.IsComplete);
        Assert.False(ReportValues.Of([new("0", "0")], found, limit: 2).IsComplete);
        Assert.Null(ReportValues.Request(s_report, s_report.Parameters[1], search: null, limit: 3));
    }
}
