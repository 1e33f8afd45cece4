using System.Text.Json.Serialization;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs.Views;

namespace DuffBeer.Api.Models;

/// <param name="Models">Models to build even if nothing changed, with everything downstream of them.</param>
/// <param name="Settings">Settings to change from now on, by name; an empty text resets to the default.</param>
/// <param name="Plan">The digest of a plan of the same request: do exactly that, or nothing.</param>
/// <param name="Into">Name of the snapshot to build beside the shown one; omit it to show the result.</param>
public sealed record RefreshBody(
    IReadOnlyList<string>? Models = null, IReadOnlyDictionary<string, string>? Settings = null, string? Plan = null, string? Into = null);

public sealed record ModelBuildAnswer(string Name, long Rows, long Bytes, double Seconds);

/// <param name="Rows">Null until it is built.</param>
public sealed record ModelProgressAnswer(string Name, long? Rows, double? Seconds);

/// <param name="Snapshot">Id of the snapshot that the refresh builds.</param>
/// <param name="Built">How many of the models are built.</param>
/// <param name="Models">In the order in which they are built.</param>
public sealed record RefreshProgressAnswer(string Snapshot, int Built, IReadOnlyList<ModelProgressAnswer> Models)
{
    public static RefreshProgressAnswer? Of(RefreshProgress? progress) => progress is null ? null : new(
        progress.Snapshot,
        progress.Models.Count(model => model.Version is not null),
        [.. progress.Models.Select(model => new ModelProgressAnswer(model.Name, model.Version?.Rows, model.Version?.Seconds))]);
}

/// <param name="NextLink">Omitted on the last page.</param>
public sealed record RefreshesAnswer(
    IReadOnlyList<RefreshAnswer> Refreshes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink = null);

/// <param name="Snapshot">Null while it is running, if nothing had changed, or if it failed.</param>
/// <param name="IsHeld">The snapshot is built but not shown: readers are pinned to another.</param>
public sealed record RefreshAnswer(
    string Id, RunStatus RuntimeStatus, DateTime CreatedTime, DateTime LastUpdatedTime, IReadOnlyList<string> Asked, string? Snapshot,
    int ModelsBuilt,
    bool IsHeld, IReadOnlyList<string> Exports, RunProblem? Problem, RunProblem? ExportProblem,
    RunProblem? CatalogProblem, string StatusQueryGetUri)
{
    /// <summary>Cost of the refresh; null until it has ended.</summary>
    public CostAnswer? Cost { get; init; }

    /// <summary>The name of the snapshot that it builds beside the shown one; omitted if the result is shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Into { get; init; }

    /// <summary>What the figures leave out, with its sums, of the models built by this refresh.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The refresh model by model; omitted in lists once it has ended, and before it is planned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RefreshProgressAnswer? Progress { get; init; }

    /// <summary>The models that were built; only in the command line's output, which follows the refresh to its end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ModelBuildAnswer>? Models { get; init; }

    public static RefreshAnswer Of(RefreshRecord refresh) => new(
        refresh.Id, refresh.Status, refresh.Created.UtcDateTime, refresh.Updated.UtcDateTime, refresh.Asked,
        refresh.Result?.Snapshot, refresh.Result?.Models ?? 0, refresh.Result?.IsHeld ?? false, refresh.Result?.Exports ?? [],
        RunProblem.Of(refresh.Result?.Problem), RunProblem.Of(refresh.Result?.ExportProblem),
        RunProblem.Of(refresh.Result?.CatalogProblem), To(refresh.Id))
    {
        Cost = CostAnswer.Of(refresh.Result?.Cost),
        Warnings = refresh.Result?.Warnings ?? [],
        Into = refresh.Into,
    };

    public static string To(string refresh) => $"/api/refreshes/{refresh}";
}
