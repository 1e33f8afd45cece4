using DuffBeer.Core.Failures;
using DuffBeer.Core.Models.Estimation;

namespace DuffBeer.Core.Tests.Models.Estimation;

public sealed class ClvEstimatorTests
{
    static readonly BgNbd s_orders = new(0.8, 3, 0.9, 3);
    static readonly GammaGamma s_spend = new(6, 4, 60);

    [Fact]
    public void A_fit_has_its_parameters_in_weeks_and_their_quality()
    {
        var row = Fitted(Customers(3_000, least: 50));

        Assert.Equal((3_000L, true, true), (row["customers"], row["is_fitted"], row["is_spend_fitted"]));
        Assert.Null(row["note"]);
        Assert.Equal(1, (double)row["alpha_weeks"]! / 3, 0.25);
        Assert.Equal(1, (double)row["r"]! / 0.8, 0.25);
        Assert.InRange((double)row["slope"]!, 0, 1e-6);
        Assert.InRange((double)row["spend_slope"]!, 0, 1e-6);
        Assert.True((double)row["log_likelihood"]! < 0);
        Assert.InRange((double)row["spend_correlation"]!, -0.1, 0.1);
    }

    [Fact]
    public void The_order_of_rows_changes_nothing()
    {
        var rows = Customers(300, least: 10);
        var forwards = Fitted(rows);
        rows.Reverse();

        Assert.Equal(forwards, Fitted(rows));
    }

    [Fact]
    public void Too_little_data_is_a_row_that_says_so_and_not_a_failure()
    {
        var row = Fitted(Customers(40, least: 1_000));

        Assert.Equal((40L, false, false), (row["customers"], row["is_fitted"], row["is_spend_fitted"]));
        Assert.Contains("of 40 customers came back, and a forecast needs 1000", (string)row["note"]!, StringComparison.Ordinal);
        Assert.Null(row["r"]);
        Assert.Null(row["spend_iterations"]);
    }

    [Fact]
    public void No_customers_at_all_are_too_little_data() =>
        Assert.Equal((0L, false), (Fitted([])["customers"], Fitted([])["is_fitted"]));

    [Fact]
    public void Orders_are_forecast_even_if_spend_cannot_be()
    {
        var rows = Customers(500, least: 20);
        foreach (var row in rows)
            row[3] = row[3] is null ? null : 10.0;

        var fitted = Fitted(rows);

        Assert.Equal((true, false), (fitted["is_fitted"], fitted["is_spend_fitted"]));
        Assert.StartsWith("No spread of spend", (string)fitted["note"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void An_impossible_customer_fails_the_model()
    {
        var failure = Assert.Throws<TerminalException>(() => new ClvFit().Estimate([[1, 20.0, 10.0, 5.0, 1]]));

        Assert.Equal(ProblemCode.ModelFailed, failure.Code);
    }

    [Fact]
    public void A_forecast_equals_the_models_in_weeks()
    {
        var forecast = new ClvForecast([90, 365]);
        var customer = new PurchaseHistory(4, 20, 30);

        var row = forecast.Estimate([[4, 140.0, 210.0, 25.0, 0.8, 3.0, 0.9, 3.0, 6.0, 4.0, 60.0]]).Single();

        var (orders, average) = (s_orders.ExpectedPurchases(customer, 90 / 7.0), (decimal)s_spend.ExpectedSpend(new(4, 25))!.Value);
        Assert.Equal(
            [
                "probability_alive", "expected_average_spend", "expected_orders_90_days", "expected_orders_365_days",
                "expected_spend_90_days", "expected_spend_365_days",
            ],
            forecast.Outputs.Select(column => column.Name));
        Assert.Equal(s_orders.ProbabilityAlive(customer), (double)row[0]!, 1e-12);
        Assert.Equal(Math.Round(average, 2), row[1]);
        Assert.Equal(orders, (double)row[2]!, 1e-12);
        Assert.True((double)row[3]! > orders);
        Assert.Equal(Math.Round((decimal)orders * average, 2), (decimal)row[4]!, 2);
    }

    [Fact]
    public void A_customer_without_repeats_has_the_mean_expected_spend() =>
        Assert.Equal(
            Math.Round((decimal)s_spend.Mean!.Value, 2),
            new ClvForecast([90]).Estimate([[0, 0.0, 210.0, null, 0.8, 3.0, 0.9, 3.0, 6.0, 4.0, 60.0]]).Single()[1]);

    [Fact]
    public void Without_a_fit_there_is_no_forecast()
    {
        var rows = new ClvForecast([90]).Estimate(
        [
            [0, 0.0, 210.0, null, null, null, null, null, null, null, null],
            [2, 70.0, 210.0, 9.0, 0.8, 3.0, 0.9, 3.0, null, null, null],
            [2, 70.0, 210.0, 9.0, 0.8, 3.0, 0.9, 3.0, 1e-3, 1e-6, 9.0],
        ]);

        Assert.All(rows[0], Assert.Null);
        Assert.Equal([true, false, true, false], rows[1].Select(cell => cell is not null));
        Assert.Equal([true, false, true, false], rows[2].Select(cell => cell is not null));
    }

    static Dictionary<string, object?> Fitted(IReadOnlyList<object?[]> rows)
    {
        var fit = new ClvFit();
        return fit.Outputs.Zip(fit.Estimate(rows).Single()).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }

    static List<object?[]> Customers(int count, int least)
    {
        var simulated = new SimulatedCustomers(seed: 11);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                var history = simulated.Next(s_orders, simulated.Between(30, 60), 0).History;
                var spend = history.Repeats == 0 ? (double?)null : simulated.Next(s_spend, history.Repeats).Mean;
                return (object?[])[history.Repeats, history.Recency * 7, history.Age * 7, spend, least];
            }),
        ];
    }
}
