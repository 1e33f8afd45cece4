namespace DuffBeer.Core.Models.Estimation;

/// <summary>
/// The beta-geometric/NBD model of repeat purchases: a customer who is alive purchases at a rate that is gamma distributed over customers
/// (shape r, rate alpha), and leaves permanently after each repeat with a probability that is beta distributed (a, b).
/// </summary>
/// <remarks>
/// Fader, Hardie and Lee, "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model, Marketing Science 24 (2005),
/// 275-284.
/// </remarks>
/// <param name="Alpha">In the unit of time of the histories.</param>
public sealed record BgNbd(double R, double Alpha, double A, double B)
{
    /// <summary>
    /// The probability that the customer is alive; 1 for one without repeats, to whom the model gives no chance to leave.
    /// </summary>
    /// <remarks>Fader, Hardie and Lee (2008), Computing P(alive) Using the BG/NBD Model.</remarks>
    public double ProbabilityAlive(PurchaseHistory customer)
    {
        if (customer.Repeats == 0)
            return 1;
        var logOdds = Math.Log(A) - Math
            .Log(B + customer.Repeats - 1) + (R + customer.Repeats) * Math
            .Log((Alpha + customer.Age) / (Alpha + customer.Recency));
        return 1 / (1 + Math.Exp(logOdds));
    }

    /// <summary>Expected purchases of the customer within a time from now on: E(Y(t) | x, t_x, T), equation 10 of the paper.</summary>
    public double ExpectedPurchases(PurchaseHistory customer, double time) =>
        time <= 0 ? 0 : ProbabilityAlive(customer) * ExpectedWhileAlive(customer, time);

    // The paper writes (a+b+x-1)/(a-1) × (1 - ((α+T)/(α+T+t))^(r+x) × 2F1(r+x, b+x; a+b+x-1; t/(α+T+t))), which loses all digits near a = 1
    // and for large a and b. An equivalent form sums positive terms only: N, the purchases of a customer who cannot leave, is negative
    // binomial (r+x, t/(α+T+t)), and purchase k + 1 of them takes place if the customer stayed after k. So E = Σ P(N > k) × P(stayed k
    // times), where P(stayed k times) = (b+x)(b+x+1)…(b+x+k-1) / ((a+b+x)…(a+b+x+k-1)).
    double ExpectedWhileAlive(PurchaseHistory customer, double time)
    {
        const double negligible = 1e-13;
        const double leastExponent = -700;

        var shape = R + customer.Repeats;
        var odds = time / (Alpha + customer.Age + time);
        var logExactly = shape * Math.Log((Alpha + customer.Age) / (Alpha + customer.Age + time));
        var exactly = Math.Exp(logExactly);
        var more = 1 - exactly;
        var stayed = 1.0;
        var expected = 0.0;
        for (var count = 0; ; count++)
        {
            expected += Math.Max(0, more) * stayed;
            stayed *= (B + customer.Repeats + count) / (A + B + customer.Repeats + count);

            var ratio = odds * (shape + count) / (count + 1);
            if (logExactly < leastExponent)
            {
                logExactly += Math.Log(ratio);
                exactly = Math.Exp(logExactly);
            }
            else
            {
                exactly *= ratio;
            }

            more -= exactly;
            // Beyond the mode the terms fall at least as fast as a geometric series of this ratio.
            var bound = Math.Max(ratio, odds);
            if (bound < 1 && exactly / ((1 - bound) * (1 - bound)) < negligible)
                return expected;
        }
    }
}
