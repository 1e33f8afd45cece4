using System.Text.Json.Serialization;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The published runs of a dataset. Replacing this one document publishes.</summary>
/// <remarks>
/// It lists a few hundred runs itself. Of more runs it names the segments that list them, so that a change reads and writes one segment and
/// this document.
/// </remarks>
/// <param name="WriteId">Names the last change.</param>
/// <param name="Runs">All runs, latest last; empty if there are segments.</param>
public sealed record DatasetManifest(
    string Dataset, string WriteId, [property: JsonConverter(typeof(ManifestRuns))] IReadOnlyList<ManifestEntry> Runs)
{
    /// <summary>Fences of the runs listed here, and those of older versions, which name no source key.</summary>
    public IReadOnlyList<AttemptFence> Fences { get; init; } = [];

    /// <summary>Files of erased rows are being deleted, so nothing may change until that is done.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsFrozen { get; init; }

    /// <summary>The lists of the runs, by prefix; null if <see cref="Runs"/> has them.</summary>
    public IReadOnlyList<RunSegment>? Segments { get; init; }

    /// <summary>Files that several runs share; null if there are none.</summary>
    public IReadOnlyList<RunPack>? Packs { get; init; }

    [JsonIgnore]
    public int Count => Segments?.Sum(segment => segment.Runs) ?? Runs.Count;

    /// <summary>Accepted rows of all runs.</summary>
    [JsonIgnore]
    public long Rows => Segments?.Sum(segment => segment.Rows) ?? Runs.Sum(run => run.Rows);

    [JsonIgnore]
    public long Rejected => Segments?.Sum(segment => segment.Rejected) ?? Runs.Sum(run => run.Rejected);

    /// <summary>The latest source time; null without runs.</summary>
    [JsonIgnore]
    public DateTimeOffset? LatestSource => Segments is null
        ? Runs.Max(run => (DateTimeOffset?)run.SourceTime)
        : Segments.Max(segment => segment.LatestSource);

    /// <summary>When the latest of the runs was published; null without runs.</summary>
    [JsonIgnore]
    public DateTimeOffset? LatestPublished => Segments is null
        ? Runs.Max(run => (DateTimeOffset?)run.PublishedAt)
        : Segments.Max(segment => segment.LatestPublished);

    public static DatasetManifest Empty(string dataset) => new(dataset, "", []);

    /// <summary>What the manifest lists itself.</summary>
    public RunSet ToSet() => new(Runs) { Fences = Fences };

    /// <summary>What a snapshot keeps of it.</summary>
    public DatasetVersion ToVersion() => Segments is null
        ? DatasetVersion.Of(Runs.Select(run => run.ToPublished())) with { Packs = Packs }
        : new(RunFingerprint.Sum(Segments.Select(segment => RunFingerprint.Parse(segment.Fingerprint))).ToString(), [])
        {
            Segments = Segments,
            Packs = Packs,
        };
}
