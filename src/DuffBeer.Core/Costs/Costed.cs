using System.Text.Json.Serialization;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Costs;

/// <summary>The result of a call and its cost: a call that failed for good has a cost too.</summary>
/// <param name="Value">Meaningless if there is a problem.</param>
/// <param name="Problem">Null if the call succeeded.</param>
public sealed record Costed<T>(T? Value, [property: JsonConverter(typeof(PackedCost))] CostDrivers Cost, Problem? Problem = null);
