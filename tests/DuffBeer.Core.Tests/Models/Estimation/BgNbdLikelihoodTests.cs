using DuffBeer.Core.Models.Estimation;

namespace DuffBeer.Core.Tests.Models.Estimation;

public sealed class BgNbdLikelihoodTests
{
    public static TheoryData<BgNbd, int, double, double> Points => new()
    {
        { new(0.243, 4.414, 0.793, 2.426), 0, 0, 38.86 },
        { new(0.243, 4.414, 0.793, 2.426), 2, 30.43, 38.86 },
        { new(0.243, 4.414, 0.793, 2.426), 1, 1.71, 38.86 },
        { new(2.5, 10, 0.4, 6), 12, 50, 52 },
        { new(0.9, 1.5, 3, 0.7), 5, 8, 8 },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public void It_is_the_integral_over_all_rates_and_all_probabilities_to_leave(BgNbd model, int repeats, double recency, double age)
    {
        var customer = new PurchaseHistory(repeats, recency, age);

        Assert.Equal(Math.Log(Integrated(model, customer)), At(model, customer), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Its_derivatives_are_those_of_its_values(BgNbd model, int repeats, double recency, double age)
    {
        PurchaseHistory[] customers = [new(repeats, recency, age), new(0, 0, 12), new(3, 4, 20)];
        double[] point = [model.R, model.Alpha, model.A, model.B];
        var likelihood = new BgNbdLikelihood(customers);
        var slope = new double[4];
        likelihood.At(model, slope);

        for (var index = 0; index < 4; index++)
        {
            var step = 1e-5 * point[index];
            Assert.Equal((Moved(step) - Moved(-step)) / (2 * step), slope[index], 1e-7);

            double Moved(double by)
            {
                double[] moved = [.. point];
                moved[index] += by;
                return likelihood.At(new(moved[0], moved[1], moved[2], moved[3]), new double[4]);
            }
        }
    }

    [Fact]
    public void If_no_customer_leaves_it_is_the_negative_binomial()
    {
        // a → 0: the chance of x repeats until T, given when they came, loses its a and b.
        var (r, alpha, customer) = (1.7, 6.0, new PurchaseHistory(4, 20, 30));
        var expected = GammaFunction.Log(r + 4) - GammaFunction.Log(r) + r * Math.Log(alpha) - (r + 4) * Math.Log(alpha + 30);

        Assert.Equal(expected, At(new(r, alpha, 1e-12, 3), customer), 1e-9);
    }

    [Fact]
    public void The_order_of_customers_does_not_change_a_single_digit()
    {
        var simulated = new SimulatedCustomers(seed: 5);
        var model = new BgNbd(0.5, 3, 0.9, 2);
        List<PurchaseHistory> customers = [.. Enumerable.Range(0, 500).Select(_ => simulated.Next(model, 30, 0).History)];
        var forwards = new BgNbdLikelihood(customers).At(model, new double[4]);
        customers.Reverse();

        Assert.Equal(forwards, new BgNbdLikelihood(customers).At(model, new double[4]));
    }

    static double At(BgNbd model, PurchaseHistory customer) => new BgNbdLikelihood([customer]).At(model, new double[4]);

    /// <summary>The model by definition, integrated in two dimensions; the densities are normalised by integrals too.</summary>
    static double Integrated(BgNbd model, PurchaseHistory customer)
    {
        var (r, alpha, a, b) = model;
        var (x, recency, age) = customer;
        var rates = Quadrature.OnHalfLine(u => Math.Exp((r - 1) * Math.Log(u) - u));
        var chances = Quadrature.OnUnit((p, q) => Math.Pow(p, a - 1) * Math.Pow(q, b - 1));
        var both = Quadrature.OnHalfLine(u =>
        {
            var rate = u / alpha;
            var density = Math.Exp((r - 1) * Math.Log(u) - u + x * Math.Log(rate));
            var (stays, leaves) = (Math.Exp(-rate * age), x == 0 ? 0 : Math.Exp(-rate * recency));
            return density == 0 ? 0 : density * Quadrature.OnUnit((p, q) =>
                Math.Pow(p, a - 1) * Math.Pow(q, b - 1) * Math.Pow(q, x) * (stays + (leaves == 0 ? 0 : leaves * p / q)));
        });
        return both / rates / chances;
    }
}
