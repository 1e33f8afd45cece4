namespace DuffBeer.Core.Models.Estimation;

/// <summary>The log-likelihood of customers under BG/NBD, averaged over them, with its exact derivatives by r, alpha, a and b.</summary>
/// <remarks>
/// The likelihood in the paper that <see cref="BgNbd"/> cites, in the form A1 + A2 + ln(e^A3 + e^A4) of Fader, Hardie and Lee (2005),
/// Implementing the BG/NBD Model for Customer Base Analysis in Excel. The quotients of gamma functions are rising factorials of a whole
/// number of repeats. They are summed factor by factor, which is exact even for large a and b.
/// </remarks>
public sealed class BgNbdLikelihood
{
    readonly (PurchaseHistory Customer, int Count)[] _groups;
    readonly double _customers;
    readonly int _mostRepeats;

    public BgNbdLikelihood(IReadOnlyCollection<PurchaseHistory> customers)
    {
        // Sorted, so that the order of the customers does not affect the last digits.
        _groups =
        [
            .. customers.GroupBy(customer => customer).Select(group => (group.Key, group.Count()))
                .OrderBy(group => group.Key.Repeats).ThenBy(group => group.Key.Recency).ThenBy(group => group.Key.Age),
        ];
        _customers = customers.Count;
        _mostRepeats = customers.Max(customer => customer.Repeats);
    }

    public double At(BgNbd model, Span<double> slope)
    {
        var (r, alpha, a, b) = model;
        var orders = new RisingFactorials(r, _mostRepeats);
        var stays = new RisingFactorials(b, _mostRepeats);
        var turns = new RisingFactorials(a + b, _mostRepeats);
        var (logAlpha, logA) = (Math.Log(alpha), Math.Log(a));

        var sum = 0.0;
        Span<double> by = stackalloc double[4];
        foreach (var (customer, count) in _groups)
        {
            var x = customer.Repeats;
            var (logAge, logRecency) = (Math.Log(alpha + customer.Age), Math.Log(alpha + customer.Recency));
            var alive = -(r + x) * logAge;
            var left = x == 0 ? double.NegativeInfinity : logA - Math.Log(b + x - 1) - (r + x) * logRecency;
            var greater = Math.Max(alive, left);
            var either = greater + Math.Log(Math.Exp(alive - greater) + Math.Exp(left - greater));
            var (isAlive, hasLeft) = (Math.Exp(alive - either), Math.Exp(left - either));

            sum += count * (orders.Log(x) + r * logAlpha + stays.Log(x) - turns.Log(x) + either);
            by[0] += count * (orders.Slope(x) + logAlpha - isAlive * logAge - hasLeft * logRecency);
            by[1] += count * (r / alpha - (r + x) * (isAlive / (alpha + customer.Age) + hasLeft / (alpha + customer.Recency)));
            by[2] += count * (hasLeft / a - turns.Slope(x));
            by[3] += count * (stays.Slope(x) - turns.Slope(x) - (x == 0 ? 0 : hasLeft / (b + x - 1)));
        }

        for (var index = 0; index < by.Length; index++)
            slope[index] = by[index] / _customers;
        return sum / _customers;
    }

    /// <summary>ln(c (c+1) … (c+n-1)) = lnΓ(c+n) - lnΓ(c), and its derivative by c.</summary>
    readonly struct RisingFactorials
    {
        readonly double[] _logs;
        readonly double[] _slopes;

        public RisingFactorials(double first, int most)
        {
            (_logs, _slopes) = (new double[most + 1], new double[most + 1]);
            for (var index = 0; index < most; index++)
            {
                _logs[index + 1] = _logs[index] + Math.Log(first + index);
                _slopes[index + 1] = _slopes[index] + 1 / (first + index);
            }
        }

        public double Log(int count) => _logs[count];
        public double Slope(int count) => _slopes[count];
    }
}
