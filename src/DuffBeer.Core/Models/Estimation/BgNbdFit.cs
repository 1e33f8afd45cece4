using System.Globalization;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Models.Estimation;

/// <summary>Fits <see cref="BgNbd"/> to customers.</summary>
public static class BgNbdFit
{
    static readonly string[] s_parameters = ["r", "alpha", "a", "b"];

    /// <summary>Why the data are insufficient, and what to do; null if they suffice.</summary>
    /// <param name="leastRepeating">Minimum number of customers with a repeat.</param>
    public static string? Shortage(IReadOnlyCollection<PurchaseHistory> customers, int leastRepeating)
    {
        if (customers.Count == 0)
            return "Too little data: there are no customers yet. Ingest orders.";
        var repeating = customers.Count(customer => customer.Repeats > 0);
        if (repeating < Math.Max(1, leastRepeating))
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"Too little data: {repeating} of {customers.Count} customers came back, and a forecast needs "
                    + $"{Math.Max(1, leastRepeating)}. Ingest more orders, or lower the setting.");
        }

        return customers.Max(customer => customer.Recency) <= 0
            ? "Too little data: all repeats are at the time of the first order, so there is no rate. Ingest orders over a longer period."
            : null;
    }

    /// <exception cref="TerminalException"><c>ModelFailed</c>: too little data, an impossible customer, or no convergence.</exception>
    public static Fit<BgNbd> Of(IReadOnlyCollection<PurchaseHistory> customers, int leastRepeating)
    {
        foreach (var customer in customers)
            customer.ThrowUnlessPossible();
        if (Shortage(customers, leastRepeating) is { } shortage)
            throw new TerminalException(ProblemCode.ModelFailed, shortage);

        // Alpha starts from the scale of the data, so that the unit of time does not matter.
        var likelihood = new BgNbdLikelihood(customers);
        var summit = new LogParameterClimb((point, slope) => likelihood.At(new(point[0], point[1], point[2], point[3]), slope))
            .From(1, customers.Average(customer => customer.Age) / 2, 1, 2);
        return Fit<BgNbd>.Of(summit, customers.Count, "BG/NBD", s_parameters, point => new(point[0], point[1], point[2], point[3]));
    }
}
