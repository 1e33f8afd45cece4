namespace DuffBeer.Core.Models.Estimation;

/// <summary>What Gamma-Gamma knows of a customer: how many purchases, and their mean value.</summary>
public readonly record struct SpendHistory(int Purchases, double Mean);

/// <summary>
/// The Gamma-Gamma model of spend: a customer's purchases are gamma distributed (shape p) about a mean of the customer's own, and these
/// means
/// are spread over customers by another gamma distribution (shape q, rate gamma).
/// </summary>
/// <remarks>
/// Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value. It supposes that spend does not depend on how often a customer buys.
/// </remarks>
/// <param name="Gamma">In the unit of money of the histories.</param>
public sealed record GammaGamma(double P, double Q, double Gamma)
{
    /// <summary>Mean over all customers; null where the fitted spread is too wide to have one (q at most 1).</summary>
    public double? Mean => ExpectedSpend(new(0, 0));

    /// <summary>
    /// The mean of all that the customer will ever buy: E(M | p, q, γ, x, z̄) of the note. Null as for <see cref="Mean"/>.
    /// </summary>
    public double? ExpectedSpend(SpendHistory customer)
    {
        var weight = P * customer.Purchases + Q - 1;
        return weight > 0 ? P * (Gamma + customer.Purchases * customer.Mean) / weight : null;
    }
}
