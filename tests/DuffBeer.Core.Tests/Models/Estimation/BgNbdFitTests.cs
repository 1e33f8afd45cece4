using DuffBeer.Core.Failures;
using DuffBeer.Core.Models.Estimation;

namespace DuffBeer.Core.Tests.Models.Estimation;

public sealed class BgNbdFitTests(BgNbdFitTests.Simulation simulation) : IClassFixture<BgNbdFitTests.Simulation>
{
    static readonly BgNbd s_known = new(0.243, 4.414, 0.793, 2.426);

    /// <summary>
    /// 20,000 customers who first bought at some time in 12 weeks and were observed until the 104th, and 39 more weeks that no fit uses.
    /// </summary>
    public sealed class Simulation
    {
        public const double Later = 39;

        public Simulation()
        {
            var simulated = new SimulatedCustomers(seed: 42);
            var customers = Enumerable.Range(0, 20_000)
                .Select(_ => simulated.Next(s_known, 104 - simulated.Between(0, 12), Later))
                .ToList();
            Customers = [.. customers.Select(customer => customer.History)];
            LaterPurchases = customers.Sum(customer => customer.Later);
            Fit = BgNbdFit.Of(Customers, leastRepeating: 50);
        }

        public IReadOnlyList<PurchaseHistory> Customers { get; }
        public int LaterPurchases { get; }
        public Fit<BgNbd> Fit { get; }
    }

    [Fact]
    public void Known_parameters_are_recovered_from_20_000_customers()
    {
        // Over many seeds the errors' standard deviation is near 2 % for the rates and 4 % for leaving, which customers show only
        // indirectly.
        Assert.Equal(1, simulation.Fit.Model.R / s_known.R, 0.08);
        Assert.Equal(1, simulation.Fit.Model.Alpha / s_known.Alpha, 0.08);
        Assert.Equal(1, simulation.Fit.Model.A / s_known.A, 0.12);
        Assert.Equal(1, simulation.Fit.Model.B / s_known.B, 0.12);
        Assert.Empty(simulation.Fit.AtLimit);
    }

    [Fact]
    public void Forecasts_for_unseen_time_come_true()
    {
        var expected = simulation.Customers.Sum(customer => simulation.Fit.Model.ExpectedPurchases(customer, Simulation.Later));

        Assert.Equal(1, expected / simulation.LaterPurchases, 0.05);
    }

    [Fact]
    public void The_slope_vanishes_at_the_optimum_and_no_neighbour_is_higher()
    {
        var likelihood = new BgNbdLikelihood(simulation.Customers);
        var (r, alpha, a, b) = simulation.Fit.Model;
        var slope = new double[4];
        var top = likelihood.At(simulation.Fit.Model, slope);

        Assert.All(slope, derivative => Assert.Equal(0, derivative, 1e-6));
        Assert.Equal(simulation.Fit.LogLikelihood, top * 20_000, 1e-6);
        BgNbd[] neighbours =
        [
            new(r * 1.01, alpha, a, b),
            new(r, alpha * 0.99, a, b),
            new(r, alpha, a * 1.01, b),
            new(r, alpha, a, b * 0.99),
            new(r * 1.01, alpha * 1.01, a * 1.01, b * 1.01),
        ];
        Assert.All(neighbours, neighbour => Assert.True(likelihood.At(neighbour, slope) < top));
        Assert.True(likelihood.At(s_known, slope) < top);
    }

    [Fact]
    public void Days_or_weeks_give_the_same_model()
    {
        var inDays = BgNbdFit.Of(
            [.. simulation.Customers.Select(customer => customer with { Recency = customer.Recency * 7, Age = customer.Age * 7 })],
            50).Model;

        Assert.Equal(simulation.Fit.Model.R, inDays.R, 1e-5);
        Assert.Equal(simulation.Fit.Model.Alpha * 7, inDays.Alpha, 1e-4);
        Assert.Equal(simulation.Fit.Model.A, inDays.A, 1e-5);
        Assert.Equal(simulation.Fit.Model.B, inDays.B, 1e-4);
    }

    [Fact]
    public void Customers_who_never_leave_are_fitted_and_the_parameter_at_its_limit_is_named()
    {
        var simulated = new SimulatedCustomers(seed: 7);
        var fit = BgNbdFit.Of([.. Enumerable.Range(0, 2_000).Select(_ => simulated.Next(new(2, 3, 1e-9, 1), 30, 0).History)], 50);

        Assert.NotEmpty(fit.AtLimit);
        Assert.Empty(fit.AtLimit.Except(["a", "b"]));
        Assert.Equal(1, fit.Model.R / 2, 0.1);
        Assert.True(fit.Model.ProbabilityAlive(new(20, 29, 30)) > 0.999);
    }

    [Fact]
    public void Too_few_returning_customers_fail_with_the_number_and_the_remedy()
    {
        PurchaseHistory[] customers = [new(1, 3, 10), new(0, 0, 10), new(2, 4, 9)];

        var failure = Assert.Throws<TerminalException>(() => BgNbdFit.Of(customers, leastRepeating: 3));

        Assert.Equal(ProblemCode.ModelFailed, failure.Code);
        Assert.Equal(
            "Too little data: 2 of 3 customers came back, and a forecast needs 3. Ingest more orders, or lower the setting.",
            failure.Message);
    }

    [Fact]
    public void No_customer_or_no_returning_customer_is_too_few_whatever_the_setting()
    {
        Assert.NotNull(BgNbdFit.Shortage([], leastRepeating: 0));
        Assert.NotNull(BgNbdFit.Shortage([new(0, 0, 10)], leastRepeating: 0));
        Assert.Contains(
            "there is no rate", BgNbdFit.Shortage([new(2, 0, 0), new(1, 0, 5)], leastRepeating: 1), StringComparison.Ordinal);
        Assert.Null(BgNbdFit.Shortage([new(1, 1, 2)], leastRepeating: 1));
    }

    [Theory]
    [InlineData(1, 5, 4)]
    [InlineData(0, 1, 4)]
    [InlineData(-1, 0, 4)]
    [InlineData(1, -1, 4)]
    [InlineData(1, 1, double.NaN)]
    [InlineData(1, 1, double.PositiveInfinity)]
    public void An_impossible_customer_fails_by_name(int repeats, double recency, double age)
    {
        var failure = Assert.Throws<TerminalException>(() => BgNbdFit.Of([new(1, 1, 2), new(repeats, recency, age)], 1));

        Assert.Equal(ProblemCode.ModelFailed, failure.Code);
        Assert.StartsWith("No customer can be PurchaseHistory", failure.Message, StringComparison.Ordinal);
    }
}
