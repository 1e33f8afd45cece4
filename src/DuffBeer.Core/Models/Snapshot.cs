using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>What readers see: one version of each model, and the runs of each dataset that it was built from.</summary>
/// <param name="AsOf">Domain → as-of date of its figures; a domain without data has none.</param>
/// <param name="Settings">Values that an operator chose instead of defaults; later snapshots keep them until they change.</param>
public sealed record Snapshot(
    string Id,
    DateTimeOffset At,
    IReadOnlyDictionary<string, DateOnly> AsOf,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyDictionary<string, ModelVersion> Models,
    IReadOnlyDictionary<string, DatasetVersion> Datasets)
{
    /// <summary>Domain → the rows that its figures leave out, by rule; snapshots of older versions have none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LeftOut>> LeftOut
    {
        get;
        init => field = value ?? new Dictionary<string, IReadOnlyList<LeftOut>>();
    } = new Dictionary<string, IReadOnlyList<LeftOut>>();

    /// <summary>Id of the refresh that built it; null in older snapshots, and where one was activated.</summary>
    public string? Request { get; init; }

    /// <summary>Id under which it was built beside others, before it was activated; null for one that a refresh showed.</summary>
    public string? BuiltAs { get; init; }

    /// <summary>The root of <see cref="SnapshotReceipt"/>; null in snapshots of older versions.</summary>
    public string? Receipt { get; init; }

    /// <summary>Null for a domain without data.</summary>
    public DateOnly? AsOfDate(string domain) => AsOf.TryGetValue(domain, out var date) ? date : null;

    /// <summary>The relation that <c>ref</c> resolves to in this snapshot.</summary>
    public IReadOnlyDictionary<string, Relation> ToRelations() =>
        Models.ToDictionary(pair => pair.Key, pair => pair.Value.ToRelation(pair.Key));
}

/// <summary>Rows that a domain's figures leave out.</summary>
/// <param name="Rule">Name of the rule, such as <c>after_as_of</c>.</param>
/// <param name="Description">What the rule leaves out, and what brings the rows in.</param>
public sealed record LeftOut(string Rule, long Lines, string Description);

/// <summary>One build of a model.</summary>
/// <param name="BuiltIn">Id of the snapshot that it was built for; later snapshots reuse it while nothing changes.</param>
/// <param name="Hash">The model's hash (<see cref="ModelHashes"/>) at that time.</param>
public sealed record ModelVersion(
    string BuiltIn, string Hash, IReadOnlyList<ModelColumn> Columns, IReadOnlyList<string> Parts, long Rows, long Bytes, double Seconds)
{
    /// <summary>What the definition alone says (<see cref="ModelHashes.OfDefinition"/>); null in versions of older releases.</summary>
    public string? Definition { get; init; }

    /// <summary>The SHA-256 of each part; null in versions of older releases.</summary>
    public IReadOnlyList<string>? Digests { get; init; }

    public Relation ToRelation(string model) => new(model, [.. Columns.Select(column => column.ToTableColumn())], Parts);
}

/// <summary>A column as built: a rollback may show a version that lacks a newer column.</summary>
public sealed record ModelColumn(string Name, string Type)
{
    public static ModelColumn Of(TableColumn column) => new(column.Name, column.Type.ToString());

    public TableColumn ToTableColumn() => LogicalType.TryParse(Type, out var type)
        ? new(Name, type)
        : throw new Failures.TerminalException(Failures.ProblemCode.Internal, $"The snapshot names an unknown type {Type} of {Name}.");
}
