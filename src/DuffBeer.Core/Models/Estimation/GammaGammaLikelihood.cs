namespace DuffBeer.Core.Models.Estimation;

/// <summary>
/// The log-likelihood of customers' mean spends under Gamma-Gamma, averaged over customers, with its exact derivatives by p, q and gamma.
/// </summary>
/// <remarks>The marginal density of z̄ in the note that <see cref="GammaGamma"/> cites.</remarks>
public sealed class GammaGammaLikelihood
{
    readonly SpendHistory[] _customers;
    readonly int[] _counts;

    /// <param name="customers">Each with at least one purchase and a mean above 0.</param>
    public GammaGammaLikelihood(IEnumerable<SpendHistory> customers)
    {
        // Sorted, so that the order of the customers does not affect the last digits.
        _customers = [.. customers.OrderBy(customer => customer.Purchases).ThenBy(customer => customer.Mean)];
        _counts = [.. _customers.Select(customer => customer.Purchases).Distinct()];
    }

    public double At(GammaGamma model, Span<double> slope)
    {
        var (p, q, gamma) = model;
        var (logGammaQ, digammaQ, logGamma) = (GammaFunction.Log(q), GammaFunction.Digamma(q), Math.Log(gamma));
        var terms = _counts.ToDictionary(count => count, count => (
            Log: GammaFunction.Log(p * count + q) - GammaFunction.Log(p * count),
            Both: GammaFunction.Digamma(p * count + q),
            Own: GammaFunction.Digamma(p * count)));

        var sum = 0.0;
        Span<double> by = stackalloc double[3];
        foreach (var (x, mean) in _customers)
        {
            var (log, both, own) = terms[x];
            var (logMean, logX, total) = (Math.Log(mean), Math.Log(x), gamma + x * mean);
            var logTotal = Math.Log(total);
            sum += log - logGammaQ + q * logGamma + (p * x - 1) * logMean + p * x * logX - (p * x + q) * logTotal;
            by[0] += x * (both - own + logMean + logX - logTotal);
            by[1] += both - digammaQ + logGamma - logTotal;
            by[2] += q / gamma - (p * x + q) / total;
        }

        for (var index = 0; index < by.Length; index++)
            slope[index] = by[index] / _customers.Length;
        return sum / _customers.Length;
    }
}
