using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Models.Estimation;

namespace DuffBeer.Core.Tests.Models.Estimation;

public sealed class EstimatedColumnsTests
{
    const string Forecast = """
        --   probability_alive         double         Chance
        --   customer                  string         Who
        --   expected_average_spend    decimal(18,2)  Money
        --   repeats                   int64          Times
        --   expected_orders_90_days   double         Orders
        --   expected_spend_90_days    decimal(18,2)  Money
        """;

    [Fact]
    public void The_select_is_cast_to_the_estimators_inputs_and_to_the_columns_that_pass_through()
    {
        var sql = new EstimatedColumns(Model("clv_forecast(90)", Forecast)).Select(new(new PlainDialect())).Sql;

        Assert.StartsWith(
            "SELECT cast[\"repeats\" as int32] AS \"c0\", cast[\"recency_days\" as double] AS \"c1\"", sql, StringComparison.Ordinal);
        Assert.EndsWith(
            "cast[\"customer\" as string] AS \"c11\", cast[\"repeats\" as int64] AS \"c12\" FROM (\nSELECT 1\n) AS selected",
            sql,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_come_in_the_order_of_the_header()
    {
        var columns = new EstimatedColumns(Model("clv_forecast(90)", Forecast));

        var row = columns.Estimate([[2, 70.0, 210.0, 9.0, 0.8, 3.0, 0.9, 3.0, 6.0, 4.0, 60.0, "Ann", 2L]]).Single();

        Assert.IsType<double>(row[0]);
        Assert.Equal(("Ann", 2L), (row[1], row[3]));
        Assert.IsType<decimal>(row[5]);
    }

    [Fact]
    public void A_null_in_an_estimator_input_fails_the_model()
    {
        var columns = new EstimatedColumns(Model("clv_forecast(90)", Forecast));

        var failure = Assert.Throws<TerminalException>(
            () => columns.Estimate([[2, null, 210.0, 9.0, 0.8, 3.0, 0.9, 3.0, 6.0, 4.0, 60.0, "Ann", 2L]]));

        Assert.Equal(ProblemCode.ModelFailed, failure.Code);
        Assert.Contains("needs recency_days in every row", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guess", "'guess' is not an estimator: expected clv_fit or clv_forecast(days, …)")]
    [InlineData("clv_fit(3)", "is not an estimator")]
    [InlineData("clv_forecast", "is not an estimator")]
    [InlineData("clv_forecast(0)", "is not an estimator")]
    [InlineData("clv_forecast(90, 90)", "is not an estimator")]
    [InlineData("clv_forecast(4000)", "from 1 to 3653")]
    [InlineData("clv_forecast(90, 30)", "m.sql:4:1: the estimator computes expected_orders_30_days double: list it under columns")]
    [InlineData("clv_fit", "the estimator does not compute customer, and does not pass on the SELECT's own columns")]
    public void A_header_that_the_estimator_cannot_satisfy_is_a_mistake(string estimator, string message) =>
        Assert.Contains(Errors(estimator, Forecast), error => error.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void A_wide_decimal_cannot_pass_and_there_are_no_partitions()
    {
        var errors = Errors("clv_forecast(90)", Forecast + "\n--   total  decimal(38,2)  Sum\n-- partition by: customer");

        Assert.Contains(
            errors,
            error => error.Contains("total passes through the estimator, where a decimal has at most 18 digits", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("an estimated model has no partitions", StringComparison.Ordinal));
    }

    [Fact]
    public void The_estimator_is_part_of_the_models_hash()
    {
        var columns = Forecast + "\n--   expected_orders_30_days  double  Orders\n--   expected_spend_30_days  decimal(18,2)  Money";

        Assert.NotEqual(Model("clv_forecast(90, 30)", columns).Hash, Model("clv_forecast(30, 90)", columns).Hash);
    }

    static SqlModel Model(string estimator, string columns)
    {
        var errors = new List<DefinitionError>();
        var model = Read(estimator, columns, errors);
        Assert.Empty(errors);
        return model!;
    }

    static List<string> Errors(string estimator, string columns)
    {
        var errors = new List<DefinitionError>();
        Read(estimator, columns, errors);
        return [.. errors.Select(error => error.ToString())];
    }

    static SqlModel? Read(string estimator, string columns, List<DefinitionError> errors) =>
        SqlModelFile.Read(
            "m.sql",
            "d",
            Layer.Mart,
            $"-- model: m\n-- grain: customer\n-- owner: o\n-- estimator: {estimator}\n-- columns:\n{columns}\n--\n-- Text.\nSELECT 1",
            errors);
}
