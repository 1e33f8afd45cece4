using System.Text.Json.Serialization;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>Why an object of the lake is deleted. The names are stored and served, so they are never renamed.</summary>
public enum ExpiryReason
{
    /// <summary>A later attempt of the run took its place.</summary>
    ReplacedAttempt,

    /// <summary>The attempt ended, and its rows are not visible.</summary>
    EndedAttempt,

    /// <summary>The attempt needed it only while it ran.</summary>
    FinishedWork,

    /// <summary>No run has it.</summary>
    UnknownRun,

    /// <summary>The run published nothing that is left, and its file is gone from landing.</summary>
    OldRun,

    /// <summary>A newer snapshot took its place long ago.</summary>
    OldSnapshot,

    /// <summary>No snapshot that stays shows this version of the model.</summary>
    OldModel,

    OldRefresh,
    OldMaintenance,

    /// <summary>The Iceberg table does not name it.</summary>
    OldTableFile,

    /// <summary>A list of published runs, or files that runs share, that nothing needs any more.</summary>
    OldList,

    /// <summary>The attempt's rows are in files that it shares with other runs.</summary>
    MergedFile,
}

/// <summary>An object that goes.</summary>
/// <param name="ETag">Another content under the key stays.</param>
public sealed record Deletion(string Key, long Bytes, string ETag, ExpiryReason Reason);

/// <summary>Snapshots of an Iceberg table that go: the table forgets them before any of their files is deleted.</summary>
public sealed record TableExpiry(string Dataset, IReadOnlyList<long> Snapshots);

/// <summary>Files of runs of a dataset that become fewer. The files before stay until nothing needs them.</summary>
/// <param name="Runs">Runs with files of their own.</param>
/// <param name="Packs">Ids of packs.</param>
/// <param name="Files">Files before.</param>
/// <param name="Bytes">Bytes of these files.</param>
/// <param name="Into">Files after.</param>
public sealed record PlannedMerge(
    string Dataset, IReadOnlyList<PackedRun> Runs, IReadOnlyList<string> Packs, int Files, long Bytes, int Into);

/// <summary>What a maintenance does, written down before anything is deleted. Objects and merges are in documents of their own.</summary>
/// <param name="Draft">Identifies the pages of this plan: another try of the planning has others.</param>
/// <param name="At">The time that ages are counted from.</param>
public sealed record MaintenancePlan(
    string Id, string Draft, DateTimeOffset At, int Pages, long Objects, long Bytes, IReadOnlyList<TableExpiry> Tables)
{
    /// <summary>Planned merges; none in plans of older versions.</summary>
    public int Merges { get; init; }
}

public sealed record MaintenancePage(IReadOnlyList<Deletion> Deletions);

/// <summary>The latest maintenance; it is under way until its record says otherwise.</summary>
public sealed record LatestMaintenance(string Id);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MaintenancePlan))]
[JsonSerializable(typeof(MaintenancePage))]
[JsonSerializable(typeof(PlannedMerge))]
[JsonSerializable(typeof(MaintenanceRecord))]
[JsonSerializable(typeof(LatestMaintenance))]
public sealed partial class MaintenanceJson : JsonSerializerContext;
