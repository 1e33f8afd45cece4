using DuffBeer.Core.Models.Estimation;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Models.Estimation;

public sealed class BgNbdTests
{
    // The parameters that the paper fits to the CDNOW customers, in weeks.
    static readonly BgNbd s_published = new(0.243, 4.414, 0.793, 2.426);

    [Fact]
    public void The_customer_of_the_published_worksheet_has_its_expected_purchases() =>
        Assert.Equal(1.226, s_published.ExpectedPurchases(new(2, 30.43, 38.86), 39), 0.0005);

    [Theory]
    [InlineData(0.1429, 0.0078)]
    [InlineData(1.0, 0.0532)]
    [InlineData(3.00, 0.1506)]
    [InlineData(31.8571, 1.0405)]
    [InlineData(32.00, 1.0437)]
    [InlineData(78.00, 1.8576)]
    public void A_new_customer_has_the_expected_purchases_of_the_published_worksheet(double weeks, double purchases) =>
        // The worksheet has more digits of the parameters than are published.
        Assert.Equal(purchases, s_published.ExpectedPurchases(new(0, 0, 0), weeks), 0.0001 + 0.003 * purchases);

    public static TheoryData<BgNbd, int, double, double, double> Customers => new()
    {
        { s_published, 0, 0, 38.86, 39 },
        { s_published, 2, 30.43, 38.86, 39 },
        { s_published, 26, 30.86, 31, 10 },
        { new(2.5, 10, 1.4, 6), 12, 50, 52, 52 },
        { new(0.9, 1.5, 3, 0.7), 5, 8, 8, 4 },
        { new(1.2, 8, 0.05, 4), 9, 3, 40, 13 },
    };

    [Theory]
    [MemberData(nameof(Customers))]
    public void Expected_purchases_are_those_of_the_papers_closed_form(BgNbd model, int repeats, double recency, double age, double time) =>
        Assert.Equal(Published(model, new(repeats, recency, age), time), model.ExpectedPurchases(new(repeats, recency, age), time), 1e-8);

    [Theory]
    [MemberData(nameof(Customers))]
    public void Expected_purchases_are_the_integral_over_a_customers_unknown_parameters(
        BgNbd model,
        int repeats,
        double recency,
        double age,
        double time)
    {
        var customer = new PurchaseHistory(repeats, recency, age);
        var (a, b, shape) = (model.A, model.B + repeats, model.R + repeats);
        var density = Quadrature.OnUnit((p, q) => Math.Pow(p, a - 1) * Math.Pow(q, b - 1));
        var expected = Quadrature.OnUnit((p, q) =>
            Math.Pow(p, a - 1) * Math.Pow(q, b - 1)
                * (p < 1e-12
                    ? shape * time / (model.Alpha + age)
                    : -ExpMinusOne(-shape * Log1(p * time / (model.Alpha + age))) / p));

        Assert.Equal(model.ProbabilityAlive(customer) * expected / density, model.ExpectedPurchases(customer, time), 1e-8);
    }

    [Fact]
    public void The_closed_form_has_no_gap_where_it_would_divide_by_zero()
    {
        var customer = new PurchaseHistory(3, 10, 20);
        var (below, at, above) = (Expected(1 - 1e-7), Expected(1), Expected(1 + 1e-7));

        Assert.Equal(at, below, 1e-6);
        Assert.Equal(at, above, 1e-6);

        double Expected(double a) => new BgNbd(0.5, 4, a, 2).ExpectedPurchases(customer, 26);
    }

    [Fact]
    public void A_customer_who_never_leaves_keeps_buying_at_the_mean_rate() =>
        Assert.Equal((1.5 + 400) / (2 + 100.0) * 52, new BgNbd(1.5, 2, 1e-12, 1).ExpectedPurchases(new(400, 100, 100), 52), 1e-6);

    [Fact]
    public void Thousands_of_purchases_lose_no_digits() =>
        Assert.Equal((1.5 + 9000) / 102 * 52, new BgNbd(1.5, 2, 1e-12, 1).ExpectedPurchases(new(9000, 100, 100), 52), 1e-5);

    [Fact]
    public void A_customer_without_repeats_has_had_no_chance_to_leave() =>
        Assert.Equal(1, s_published.ProbabilityAlive(new(0, 0, 500)));

    [Fact]
    public void Probability_alive_is_the_share_of_the_likelihood_in_which_the_customer_stayed()
    {
        var customer = new PurchaseHistory(4, 20, 38);
        var (r, alpha, a, b) = s_published;
        var stayed = Math.Exp(GammaFunction.LogBeta(a, b + 4) - (r + 4) * Math.Log(alpha + 38));
        var left = Math.Exp(GammaFunction.LogBeta(a + 1, b + 3) - (r + 4) * Math.Log(alpha + 20));

        Assert.Equal(stayed / (stayed + left), s_published.ProbabilityAlive(customer), 1e-12);
    }

    [Fact]
    public void A_longer_absence_lowers_the_forecast_and_a_longer_period_raises_it()
    {
        var anyCustomer = from repeats in Gen.Choose(0, 60)
                      from recency in Gen.Choose(1, 500)
                      from away in Gen.Choose(0, 500)
                      select new PurchaseHistory(repeats, repeats == 0 ? 0 : recency / 10.0, (recency + away) / 10.0);
        Prop.ForAll(anyCustomer.ToArbitrary(), customer =>
        {
            var later = customer with { Age = customer.Age + 1 };
            var expected = s_published.ExpectedPurchases(customer, 13);
            return s_published.ProbabilityAlive(customer) is >= 0 and <= 1
                && s_published.ProbabilityAlive(later) <= s_published.ProbabilityAlive(customer)
                && s_published.ExpectedPurchases(later, 13) < expected
                && s_published.ExpectedPurchases(customer, 52) > expected
                && expected > 0
                && s_published.ExpectedPurchases(customer, 0) == 0;
        }).QuickCheckThrowOnFailure();
    }

    static double Published(BgNbd model, PurchaseHistory customer, double time)
    {
        var (r, alpha, a, b) = model;
        var (x, recency, age) = customer;
        var gauss = Hypergeometric(r + x, b + x, a + b + x - 1, time / (alpha + age + time));
        var upper = (a + b + x - 1) / (a - 1) * (1 - Math.Pow((alpha + age) / (alpha + age + time), r + x) * gauss);
        return upper / (1 + (x == 0 ? 0 : a / (b + x - 1) * Math.Pow((alpha + age) / (alpha + recency), r + x)));
    }

    /// <summary>Gauss's series 2F1(a, b; c; z), |z| below 1.</summary>
    static double Hypergeometric(double a, double b, double c, double z)
    {
        var (sum, term) = (1.0, 1.0);
        for (var n = 0; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= (a + n) * (b + n) / (c + n) * z / (n + 1);
            sum += term;
        }

        return sum;
    }

    static double ExpMinusOne(double x) => Math.Abs(x) < 1e-5 ? x + x * x / 2 : Math.Exp(x) - 1;

    static double Log1(double x) => Math.Abs(x) < 1e-5 ? x - x * x / 2 : Math.Log(1 + x);
}
