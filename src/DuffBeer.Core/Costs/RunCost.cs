namespace DuffBeer.Core.Costs;

/// <summary>What a run or a refresh took, and what that costs.</summary>
/// <param name="Dollars">An estimate in US dollars by the price table of the time when it ended.</param>
public sealed record RunCost(CostDrivers Drivers, decimal Dollars)
{
    public static RunCost operator +(RunCost left, RunCost right) => new(left.Drivers + right.Drivers, left.Dollars + right.Dollars);

    public static RunCost Add(RunCost left, RunCost right) => left + right;

    /// <summary>The sum of those that are there; null where none is.</summary>
    public static RunCost? Sum(RunCost? left, RunCost? right) => left is null ? right : right is null ? left : left + right;
}
