using DuffBeer.Core.Failures;
using DuffBeer.Core.Models.Estimation;

namespace DuffBeer.Core.Tests.Models.Estimation;

public sealed class GammaGammaTests
{
    // The parameters that the note fits to the CDNOW customers.
    static readonly GammaGamma s_known = new(6.25, 3.74, 15.44);

    public static TheoryData<GammaGamma, int, double> Points => new()
    {
        { s_known, 1, 22.35 },
        { s_known, 7, 73.7 },
        { new(0.8, 1.3, 2), 3, 4.5 },
        { new(40, 12, 90), 2, 310 },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public void The_likelihood_is_the_integral_over_all_spend_rates(GammaGamma model, int purchases, double mean)
    {
        // Given its rate, the mean of x purchases is gamma distributed with shape p x and rate ν x.
        var (p, q, gamma) = model;
        var shape = p * purchases;
        double Density(double v, double weight) =>
            Math.Exp((q - 1) * Math.Log(v) - gamma * v
                + weight * (shape * Math.Log(v * purchases) + (shape - 1) * Math.Log(mean) - v * purchases * mean
                    - GammaFunction.Log(shape)));

        var integrated = Quadrature.OnHalfLine(v => Density(v, 1)) / Quadrature.OnHalfLine(v => Density(v, 0));

        Assert.Equal(Math.Log(integrated), new GammaGammaLikelihood([new(purchases, mean)]).At(model, new double[3]), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void The_derivatives_are_those_of_the_values(GammaGamma model, int purchases, double mean)
    {
        var likelihood = new GammaGammaLikelihood([new(purchases, mean), new(2, 20), new(5, 33)]);
        double[] point = [model.P, model.Q, model.Gamma];
        var slope = new double[3];
        likelihood.At(model, slope);

        for (var index = 0; index < 3; index++)
        {
            var step = 1e-5 * point[index];
            Assert.Equal((Moved(step) - Moved(-step)) / (2 * step), slope[index], 1e-6);

            double Moved(double by)
            {
                double[] moved = [.. point];
                moved[index] += by;
                return likelihood.At(new(moved[0], moved[1], moved[2]), new double[3]);
            }
        }
    }

    [Fact]
    public void Expected_spend_is_between_the_customers_own_mean_and_that_of_all()
    {
        Assert.Equal(6.25 * 15.44 / 2.74, s_known.Mean!.Value, 1e-12);
        Assert.InRange(s_known.ExpectedSpend(new(1, 100))!.Value, s_known.Mean.Value, 100);
        Assert.InRange(s_known.ExpectedSpend(new(9, 100))!.Value, s_known.ExpectedSpend(new(1, 100))!.Value, 100);
        Assert.Equal(100, s_known.ExpectedSpend(new(1_000_000, 100))!.Value, 0.001);
    }

    [Fact]
    public void If_the_distribution_has_no_mean_only_customers_with_purchases_have_an_expectation()
    {
        var wide = new GammaGamma(2, 0.9, 10);

        Assert.Null(wide.Mean);
        Assert.NotNull(wide.ExpectedSpend(new(1, 10)));
    }

    [Fact]
    public void Known_parameters_are_recovered_from_20_000_customers_within_a_tenth()
    {
        var customers = Simulated(s_known);

        var fit = GammaGammaFit.Of(customers, 50);

        Assert.Equal(1, fit.Model.P / s_known.P, 0.10);
        Assert.Equal(1, fit.Model.Q / s_known.Q, 0.10);
        Assert.Equal(1, fit.Model.Gamma / s_known.Gamma, 0.10);
        Assert.Equal(1, fit.Model.Mean!.Value / s_known.Mean!.Value, 0.02);
        var slope = new double[3];
        Assert.Equal(fit.LogLikelihood, new GammaGammaLikelihood(customers).At(fit.Model, slope) * customers.Count, 1e-6);
        Assert.All(slope, derivative => Assert.Equal(0, derivative, 1e-6));
    }

    [Fact]
    public void Cents_or_dollars_give_the_same_model()
    {
        var customers = Simulated(s_known)[..3000];
        var dollars = GammaGammaFit.Of(customers, 50).Model;
        var cents = GammaGammaFit.Of([.. customers.Select(customer => customer with { Mean = customer.Mean * 100 })], 50).Model;

        Assert.Equal(dollars.P, cents.P, 1e-4);
        Assert.Equal(dollars.Q, cents.Q, 1e-4);
        Assert.Equal(1, cents.Gamma / dollars.Gamma / 100, 1e-5);
    }

    [Fact]
    public void Too_few_customers_or_no_spread_fail_with_what_to_do()
    {
        var few = Assert.Throws<TerminalException>(() => GammaGammaFit.Of([new(1, 5), new(2, 6)], 3));
        var same = Assert.Throws<TerminalException>(() => GammaGammaFit.Of([new(1, 5), new(2, 5), new(3, 5)], 3));

        Assert.Equal((ProblemCode.ModelFailed, ProblemCode.ModelFailed), (few.Code, same.Code));
        Assert.StartsWith("Too little data on spend: 2 customers", few.Message, StringComparison.Ordinal);
        Assert.StartsWith("No spread of spend", same.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 0)]
    [InlineData(1, double.NaN)]
    public void A_customer_without_spend_fails_by_name(int purchases, double mean) =>
        Assert.StartsWith("Spend cannot be fitted to SpendHistory",
            Assert.Throws<TerminalException>(
                () => GammaGammaFit.Of([new(purchases, mean), new(1, 2)], 1)).Message, StringComparison.Ordinal);

    static List<SpendHistory> Simulated(GammaGamma model)
    {
        var simulated = new SimulatedCustomers(seed: 3);
        return [.. Enumerable.Range(0, 20_000).Select(_ => simulated.Next(model, 1 + (int)simulated.Between(0, 6)))];
    }
}
