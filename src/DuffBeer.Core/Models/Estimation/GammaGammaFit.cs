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
                $"Too little data on spend: {customers.Count} customers have a repeat order of a value above 0, and a forecast wants "
                    + $"{Math.Max(2, leastCustomers)}. Bring in more orders, or lower the setting.");
        }

        return customers.Max(customer => customer.Mean) <= customers.Min(customer => customer.Mean)
            ? "No spread of spend: all customers spend the same in the mean, so a forecast of spend has nothing to tell them apart by."
            : null;
    }

    /// <param name="customers">Each with at least one purchase and a mean above 0.</param>
    /// <exception cref="TerminalException"><c>ModelFailed</c>: too little data, an impossible customer, or no convergence.</exception>
    public static Fit<GammaGamma> Of(IReadOnlyCollection<SpendHistory> customers, int leastCustomers)
    {
        if (customers.Where(customer => customer.Purchases < 1 || !(customer.Mean > 0)).Take(1).ToList() is [var impossible])
        {
            throw new TerminalException(ProblemCode.ModelFailed,
                $"Spend is not fitted to {impossible}: a customer has a purchase or more, of a mean above 0. Correct the SELECT that "
                    + "gives them.");
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
