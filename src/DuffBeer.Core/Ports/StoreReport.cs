using System.Text.Json.Serialization;

namespace DuffBeer.Core.Ports;

/// <summary>One promise of a store, and whether the store keeps it.</summary>
/// <param name="Lacks">What the store lacks, and what follows from that; null if it keeps the promise.</param>
public sealed record StoreFinding(string Promise, string? Lacks)
{
    /// <summary>Whether correctness depends on it; otherwise a store without it only leaves something behind.</summary>
    public bool IsNeeded { get; init; } = true;
}

/// <summary>What a check of a store found.</summary>
/// <param name="Store">Its name, such as <c>s3://bucket</c>.</param>
/// <param name="MissingRights">Rights that the credentials lack, each with its resource; the other checks need them.</param>
public sealed record StoreReport(string Store, IReadOnlyList<StoreFinding> Findings, IReadOnlyList<string> MissingRights)
{
    /// <summary>Whether the store keeps replaced versions of objects; null if that was not found out.</summary>
    public bool? KeepsVersions { get; init; }

    [JsonIgnore]
    public bool IsGood => MissingRights.Count == 0 && Findings.All(finding => finding.Lacks is null || !finding.IsNeeded);
}
