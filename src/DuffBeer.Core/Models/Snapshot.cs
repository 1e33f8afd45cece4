using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>What readers see at once: a version of each model, and the runs of each dataset that they were built from.</summary>
/// <param name="AsOf">Domain → the date that its figures are as of; a domain without data has none.</param>
/// <param name="Settings">What an operator chose in the place of defaults; later snapshots keep it until it is changed.</param>
public sealed record Snapshot(
    string Id,
    DateTimeOffset At,
    IReadOnlyDictionary<string, DateOnly> AsOf,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyDictionary<string, ModelVersion> Models,
    IReadOnlyDictionary<string, DatasetVersion> Datasets)
{
    /// <summary>What <c>ref</c> means to readers of this snapshot.</summary>
    public IReadOnlyDictionary<string, Relation> ToRelations() =>
        Models.ToDictionary(pair => pair.Key, pair => pair.Value.ToRelation(pair.Key));
}

/// <summary>One build of a model.</summary>
/// <param name="BuiltIn">Id of the snapshot that it was built for; later snapshots keep it while nothing changes.</param>
/// <param name="Hash">What <see cref="ModelHashes"/> said of the model then.</param>
public sealed record ModelVersion(
    string BuiltIn, string Hash, IReadOnlyList<ModelColumn> Columns, IReadOnlyList<string> Parts, long Rows, long Bytes, double Seconds)
{
    public Relation ToRelation(string model) => new(model, [.. Columns.Select(column => column.ToTableColumn())], Parts);
}

/// <summary>A column as the build wrote it: a rollback may show a version from before a column came.</summary>
public sealed record ModelColumn(string Name, string Type)
{
    public static ModelColumn Of(TableColumn column) => new(column.Name, column.Type.ToString());

    public TableColumn ToTableColumn() => LogicalType.TryParse(Type, out var type)
        ? new(Name, type)
        : throw new Failures.TerminalException(Failures.ProblemCode.Internal, $"The snapshot names an unknown type {Type} of {Name}.");
}

/// <summary>A run whose rows are visible.</summary>
public sealed record PublishedRun(string RunId, int Attempt, string SourceKey, DateTimeOffset SourceTime);

/// <summary>The published runs of a dataset at one time, latest last.</summary>
/// <param name="Fingerprint">The same exactly where the runs and their attempts are the same.</param>
public sealed record DatasetVersion(string Fingerprint, IReadOnlyList<PublishedRun> Runs)
{
    public static DatasetVersion Of(IEnumerable<PublishedRun> runs)
    {
        PublishedRun[] ordered =
        [
            .. runs.OrderBy(run => run.SourceTime)
                .ThenBy(run => run.SourceKey, StringComparer.Ordinal)
                .ThenBy(run => run.RunId, StringComparer.Ordinal),
        ];
        return new(
            ModelHashes.Digest(ordered.Select(run => FormattableString.Invariant($"{run.RunId} {run.Attempt} {run.SourceTime:O}"))),
            ordered);
    }

    /// <summary>The dataset as models read it: these runs, each with its rank by (source time, source key).</summary>
    public Relation ToRelation(DatasetContract contract, IReadOnlyList<string> parts) => new(
        contract.Name, contract.TableColumns, parts,
        [.. Runs.Select((run, index) => new RelationRun(run.RunId, run.SourceTime, run.SourceKey, index))]);
}
