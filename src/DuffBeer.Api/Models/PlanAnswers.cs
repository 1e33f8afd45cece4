using System.Globalization;
using System.Text.Json.Serialization;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Api.Models;

/// <summary>What a refresh would do. The answer is the same until something changes; the command line stores it as the plan file.</summary>
/// <param name="Digest">Equal exactly if a refresh would do the same; a refresh takes it as <c>plan</c>.</param>
/// <param name="Base">Id of the snapshot that it builds on; null before the first.</param>
/// <param name="Shown">Id of the snapshot that readers see; null before the first.</param>
/// <param name="IsHeld">The result would be built but not shown, because readers are pinned.</param>
/// <param name="IsChange">False if there is nothing to do.</param>
/// <param name="Datasets">Datasets whose files came or went since the last build.</param>
/// <param name="AsOf">Domains whose as-of date may move.</param>
/// <param name="Models">The models that it would build, in that order; each in full.</param>
/// <param name="Kept">Models that stay as they are.</param>
/// <param name="Removed">Models that the definitions no longer have.</param>
public sealed record PlanAnswer(
    string Digest, PlanRequestAnswer Request, string? Base, string? Shown, bool IsHeld, bool IsChange,
    IReadOnlyList<DiffDatasetAnswer> Datasets, IReadOnlyList<DiffSettingAnswer> Settings, IReadOnlyList<PlanDateAnswer> AsOf,
    IReadOnlyList<PlanModelAnswer> Models, IReadOnlyList<string> Kept, IReadOnlyList<string> Removed, PlanCostAnswer Estimate)
{
    public static PlanAnswer Of(PlannedRefresh plan)
    {
        var (decision, pointer) = (plan.Decision, plan.Decision.Pointer);
        return new(
            decision.Digest.ToString(), PlanRequestAnswer.Of(plan.Request), decision.Plan.Previous, pointer?.Snapshot,
            pointer is { Pinned: true } && plan.Request.Into is null, decision.IsChange,
            [.. plan.Datasets.Select(DiffDatasetAnswer.Of)],
            [.. plan.Settings.Select(setting => new DiffSettingAnswer(setting.Name, setting.Before, setting.Now))],
            [.. plan.AsOf.Select(date => new PlanDateAnswer(date.Key, date.Value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))],
            [.. plan.Models.Select(PlanModelAnswer.Of)], [.. decision.Plan.Build.Kept.Order(StringComparer.Ordinal)], decision.Removed,
            PlanCostAnswer.Of(plan));
    }
}

/// <summary>The request that was planned.</summary>
/// <param name="Into">Omitted where the result is shown.</param>
public sealed record PlanRequestAnswer(
    IReadOnlyList<string> Models, IReadOnlyDictionary<string, string> Settings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Into = null)
{
    public static PlanRequestAnswer Of(RefreshRequest request) => new(request.Models, request.Settings, request.Into);

    public RefreshRequest ToRequest() => new(Models, Settings) { Into = Into };
}

/// <param name="Before">The date now; null where the domain had no data.</param>
public sealed record PlanDateAnswer(string Name, string? Before);

/// <summary>A model that would be built.</summary>
/// <param name="Wave">Models of a wave are built at the same time; 1 for the first.</param>
/// <param name="Causes">What made it out of date, in itself or in a model that it reads; empty for its first build.</param>
/// <param name="Rows">Rows of what it reads.</param>
/// <param name="Bytes">Stored bytes of what it reads.</param>
/// <param name="Seconds">Of its last build; null for its first one.</param>
/// <param name="Unknown">Models that it reads and that were never built, so rows and bytes lack them.</param>
public sealed record PlanModelAnswer(
    string Name, int Wave, BuildReason Reason, IReadOnlyList<DiffCause> Causes, long Rows, long Bytes, double? Seconds,
    IReadOnlyList<string> Unknown)
{
    public static PlanModelAnswer Of(PlannedBuild model) => new(
        model.Model, model.Wave, model.Reason, model.Causes, model.Scan.Rows, model.Scan.Bytes, model.Scan.Seconds, model.Scan.Unknown);
}

/// <summary>An estimate from the stored sizes of what is read, and from the last builds.</summary>
/// <param name="Statements">SELECTs of models, and audits.</param>
/// <param name="BytesScanned">Stored bytes that the statements read; an engine that reads single columns scans fewer.</param>
/// <param name="BytesBilled">The same as the engine bills them; 0 where it charges nothing.</param>
/// <param name="Seconds">Sum of the models' last builds.</param>
/// <param name="FirstBuilds">Models that were never built: the estimate lacks their time, and what others read of them.</param>
/// <param name="Dollars">The engine's charge in US dollars by today's prices, without requests to the store.</param>
public sealed record PlanCostAnswer(int Statements, long BytesScanned, long BytesBilled, double Seconds, int FirstBuilds, decimal Dollars)
{
    public static PlanCostAnswer Of(PlannedRefresh plan) => new(
        plan.Cost.Statements, plan.Cost.BytesScanned, plan.Cost.Price.Drivers.BytesBilled, plan.Cost.Seconds,
        plan.Models.Count(model => model.Scan.Seconds is null), plan.Cost.Price.Dollars);
}
