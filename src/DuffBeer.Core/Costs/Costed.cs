using System.Text.Json.Serialization;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Costs;

/// <summary>What a call gave and what it cost: a call that failed for good has cost something too.</summary>
/// <param name="Value">Meaningless where there is a problem.</param>
/// <param name="Problem">Null where the call succeeded.</param>
public sealed record Costed<T>(T? Value, [property: JsonConverter(typeof(PackedCost))] CostDrivers Cost, Problem? Problem = null);
