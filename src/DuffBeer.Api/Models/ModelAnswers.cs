using DuffBeer.Core.Models;

namespace DuffBeer.Api.Models;

/// <summary>One build of a model.</summary>
/// <param name="Snapshot">The snapshot that it was built for.</param>
public sealed record BuildAnswer(string Snapshot, long Rows, long Bytes, double Seconds)
{
    public static BuildAnswer? Of(ModelVersion? version) =>
        version is null ? null : new(version.BuiltIn, version.Rows, version.Bytes, version.Seconds);
}

/// <param name="Build">The build that readers see; null before the first snapshot.</param>
public sealed record ModelListing(
    string Name, string Domain, Layer Layer, string Grain, string Description, BuildAnswer? Build, string Link)
{
    public static ModelListing Of(SqlModel model, ModelVersion? version) =>
        new(model.Name, model.Domain, model.Layer, model.Grain, model.Description, BuildAnswer.Of(version), $"/api/models/{model.Name}");
}

/// <param name="Snapshot">Id of the snapshot that readers see; null before the first.</param>
public sealed record ModelsAnswer(string? Snapshot, IReadOnlyList<ModelListing> Models);

public sealed record ModelColumnAnswer(string Name, string Type, string Description);

public enum AuditOutcome
{
    /// <summary>No offending row was found; otherwise readers would not see the build.</summary>
    Passed,

    /// <summary>The latest refresh found offending rows; readers still see the previous build.</summary>
    Failed,

    /// <summary>There is no build yet.</summary>
    NotRun,
}

/// <param name="Message">The offending rows of a failed audit; null otherwise.</param>
public sealed record AuditAnswer(string Name, string Description, AuditOutcome LastResult, string? Message);

/// <param name="Sql">The SELECT as written in its file, templates included.</param>
/// <param name="Reads">Datasets and models that it reads.</param>
/// <param name="ReadBy">Models and reports that read it.</param>
public sealed record ModelDetail(
    ModelListing Model, string Sql, IReadOnlyList<ModelColumnAnswer> Columns, IReadOnlyList<AuditAnswer> Audits,
    IReadOnlyList<string> Reads, IReadOnlyList<string> ReadBy);

public enum NodeKind { Dataset, Model, Report }

/// <param name="Layer">Layer of a model; null for others.</param>
public sealed record LineageNode(string Name, NodeKind Kind, string Domain, Layer? Layer, string Link);

/// <summary>One edge of the lineage: what is read, and its reader.</summary>
public sealed record LineageEdge(string From, string To);

public sealed record LineageAnswer(IReadOnlyList<LineageNode> Nodes, IReadOnlyList<LineageEdge> Edges);

/// <summary>A build of a model, and when a snapshot first had it.</summary>
public sealed record ModelBuildHistory(string Snapshot, DateTime At, long Rows, long Bytes, double Seconds);

/// <summary>A refresh that an audit of the model stopped.</summary>
/// <param name="Message">The audit's finding, with some of the offending rows.</param>
public sealed record AuditFailureAnswer(string Refresh, DateTime At, string Audit, string Message);

/// <param name="Builds">Newest first, of the latest snapshots.</param>
/// <param name="Failures">Newest first, of the latest refreshes.</param>
public sealed record ModelHistoryAnswer(
    string Model, IReadOnlyList<ModelBuildHistory> Builds, IReadOnlyList<AuditFailureAnswer> Failures);

/// <summary>A setting of the models: its value now, and what it means.</summary>
/// <param name="Value">As of the snapshot that readers see; null for none.</param>
/// <param name="IsChosen">An operator chose the value.</param>
/// <param name="ReadBy">Models and reports that read it.</param>
public sealed record SettingAnswer(
    string Name, string Type, string? Value, string? Default, bool IsChosen, IReadOnlyList<string> OneOf, decimal? Min, decimal? Max,
    string Description, IReadOnlyList<string> ReadBy);

public sealed record SettingsAnswer(string? Snapshot, IReadOnlyList<SettingAnswer> Settings);
