using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Models.Estimation;

/// <summary>A customer's history for BG/NBD; both times are in the same unit, counted from the first purchase.</summary>
/// <param name="Repeats">Purchases after the first one; x in the papers.</param>
/// <param name="Recency">Time of the last purchase, 0 without repeats; t_x in the papers.</param>
/// <param name="Age">End of the customer's observation; T in the papers.</param>
public readonly record struct PurchaseHistory(int Repeats, double Recency, double Age)
{
    /// <exception cref="TerminalException"><c>ModelFailed</c>: the history is impossible.</exception>
    public void ThrowUnlessPossible()
    {
        if (!(Repeats >= 0 && Recency >= 0 && Recency <= Age && double.IsFinite(Age) && (Repeats > 0 || Recency == 0)))
        {
            throw new TerminalException(ProblemCode.ModelFailed,
                $"No customer can be {this}: recency is between 0 and age, and is 0 without repeats. Correct the SELECT that gives such a "
                    + "customer.");
        }
    }
}
