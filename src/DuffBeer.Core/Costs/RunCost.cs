namespace DuffBeer.Core.Costs;

/// <summary>The resources that a run or a refresh used, and their cost.</summary>
/// <param name="Dollars">An estimate in US dollars, by the price table in use when it ended.</param>
public sealed record RunCost(CostDrivers Drivers, decimal Dollars)
{
    public static RunCost operator +(RunCost left, RunCost right) => new(left.Drivers + right.Drivers, left.Dollars + right.Dollars);

    public static RunCost Add(RunCost left, RunCost right) => left + right;

    /// <summary>The sum of those that are not null; null if all are.</summary>
    public static RunCost? Sum(RunCost? left, RunCost? right) => left is null ? right : right is null ? left : left + right;
}
