using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Models.Estimation;

/// <summary>What BG/NBD knows of a customer; both times are in the same unit, counted from the first purchase.</summary>
/// <param name="Repeats">Purchases after the first one: the papers' x.</param>
/// <param name="Recency">Time of the last purchase; 0 without a repeat: t_x.</param>
/// <param name="Age">Time until which the customer is observed: T.</param>
public readonly record struct PurchaseHistory(int Repeats, double Recency, double Age)
{
    /// <exception cref="TerminalException"><c>ModelFailed</c>: no customer can have such a history.</exception>
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
