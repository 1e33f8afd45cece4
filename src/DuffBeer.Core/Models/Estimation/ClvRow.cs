namespace DuffBeer.Core.Models.Estimation;

/// <summary>Reads a customer from a row that begins with repeats, recency and age in days.</summary>
static class ClvRow
{
    public static PurchaseHistory Purchases(object?[] row)
    {
        var customer = new PurchaseHistory((int)row[0]!, (double)row[1]! / ClvFit.DaysPerWeek, (double)row[2]! / ClvFit.DaysPerWeek);
        customer.ThrowUnlessPossible();
        return customer;
    }

    /// <summary>Null for a customer without information about spend: no repeats, or only free ones.</summary>
    public static SpendHistory? Spend(object?[] row, int mean) =>
        (int)row[0]! > 0 && row[mean] is double spend and > 0 ? new((int)row[0]!, spend) : null;
}
