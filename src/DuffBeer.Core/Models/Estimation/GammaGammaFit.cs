using System.Globalization;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Models.Estimation;

/// <summary>Fits <see cref="GammaGamma"/> to customers.</summary>
public static class GammaGammaFit
{
    static readonly string[] s_parameters = ["p", "q", "gamma"];

    /// <summary>Why the data are insufficient, and what to do; null if they suffice.</summary>
    /// <param name="leastCustomers">Minimum number of customers.</param>
    public static string? Shortage(IReadOnlyCollection<SpendHistory> customers, int leastCustomers)
    {
        if (customers.Count < Math.Max(2, leastCustomers))
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"Too little data on spend: {customers.Count} customers have a repeat order of a value above 0, and a forecast needs "
                    + $"{Math.Max(2, leastCustomers)}. Ingest more orders, or lower the setting.");
        }

        return customers.Max(customer => customer.Mean) <= customers.Min(customer => customer.Mean)
            ? "No spread of spend: all customers have the same mean spend, so a forecast cannot distinguish them."
            : null;
    }

    /// <param name="customers">Each with at least one purchase and a mean above 0.</param>
    /// <exception cref="TerminalException"><c>ModelFailed</c>: too little data, an impossible customer, or no convergence.</exception>
    public static Fit<GammaGamma> Of(IReadOnlyCollection<SpendHistory> customers, int leastCustomers)
    {
        if (customers.Where(customer => customer.Purchases < 1 || !(customer.Mean > 0)).Take(1).ToList() is [var impossible])
        {
            throw new TerminalException(ProblemCode.ModelFailed,
                $"Spend cannot be fitted to {impossible}: a customer needs at least one purchase and a mean above 0. Correct the SELECT "
                    + "that returns it.");
        }

        if (Shortage(customers, leastCustomers) is { } shortage)
            throw new TerminalException(ProblemCode.ModelFailed, shortage);

        // Gamma starts from the scale of the data, so that the currency does not matter.
        var likelihood = new GammaGammaLikelihood(customers);
        var summit = new LogParameterClimb((point, slope) => likelihood.At(new(point[0], point[1], point[2]), slope))
            .From(2, 3, customers.Average(customer => customer.Mean));
        return Fit<GammaGamma>.Of(summit, customers.Count, "Gamma-Gamma", s_parameters, point => new(point[0], point[1], point[2]));
    }
}
