namespace DuffBeer.Core.Models.Estimation;

/// <summary>A customer's history for Gamma-Gamma: the number of purchases and their mean value.</summary>
public readonly record struct SpendHistory(int Purchases, double Mean);

/// <summary>
/// The Gamma-Gamma model of spend: a customer's purchases are gamma distributed (shape p) around the customer's own mean, and these means
/// are distributed over customers by another gamma distribution (shape q, rate gamma).
/// </summary>
/// <remarks>
/// Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value. It assumes that spend is independent of purchase frequency.
/// </remarks>
/// <param name="Gamma">In the currency unit of the histories.</param>
public sealed record GammaGamma(double P, double Q, double Gamma)
{
    /// <summary>Mean over all customers; null if the fitted distribution has no mean (q at most 1).</summary>
    public double? Mean => ExpectedSpend(new(0, 0));

    /// <summary>
    /// Expected mean value of the customer's purchases: E(M | p, q, γ, x, z̄) of the note. Null as for <see cref="Mean"/>.
    /// </summary>
    public double? ExpectedSpend(SpendHistory customer)
    {
        var weight = P * customer.Purchases + Q - 1;
        return weight > 0 ? P * (Gamma + customer.Purchases * customer.Mean) / weight : null;
    }
}
