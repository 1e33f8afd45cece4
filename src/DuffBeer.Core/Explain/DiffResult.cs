using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Explain;

/// <summary>Two snapshots to compare: what changed from <paramref name="Before"/> to <paramref name="Now"/>.</summary>
public sealed record DiffSides(Snapshot Now, Snapshot Before)
{
    /// <param name="now">Id or name; null for the snapshot that readers see.</param>
    /// <param name="before">
    /// Id or name; null for the one before <paramref name="now"/>, or where that is a name, for the one that readers see.
    /// </param>
    /// <exception cref="TerminalException"><c>NotFound</c>, or <c>Gone</c> if it has been deleted.</exception>
    public static async Task<DiffSides> OfAsync(
        Snapshots snapshots, string? now, string? before, CancellationToken cancellationToken)
    {
        var shown = now is null
            ? await snapshots.CurrentAsync(cancellationToken)
                ?? throw new TerminalException(ProblemCode.NotFound, "There is no snapshot yet. 'duffbeer refresh' creates the first one.")
            : await snapshots.GetAsync(now, cancellationToken);
        if (now is not null && SnapshotName.IsName(now))
            before ??= (await snapshots.PointerAsync(cancellationToken))?.Snapshot;
        before ??= await snapshots.IdsAsync(cancellationToken, shown.Id).FirstOrDefaultAsync(cancellationToken)
            ?? throw new TerminalException(
                ProblemCode.NotFound,
                $"There is no snapshot before '{shown.Id}', so there is nothing to compare it with. The next refresh that changes "
                    + "something makes another one.");
        return new(shown, await snapshots.GetAsync(before, cancellationToken));
    }
}

/// <summary>What differs between two snapshots, and why.</summary>
/// <param name="Models">Every model of either snapshot, by name.</param>
public sealed record DiffResult(
    DiffSides Sides,
    IReadOnlyList<DiffDataset> Datasets,
    IReadOnlyList<DiffValue> Settings,
    IReadOnlyList<DiffValue> AsOf,
    IReadOnlyList<DiffModel> Models);

/// <summary>The runs of a dataset that only one of the snapshots has. A run that was replayed came and went.</summary>
public sealed record DiffDataset(string Name, SomeRuns Came, SomeRuns Went);

/// <summary>Runs, of which only the first are listed.</summary>
/// <param name="First">At most <see cref="Most"/>.</param>
public sealed record SomeRuns(int Count, IReadOnlyList<PublishedRun> First)
{
    public const int Most = 100;

    public static SomeRuns Of(IReadOnlyList<PublishedRun> runs) => new(runs.Count, [.. runs.Take(Most)]);
}

/// <summary>A setting or a date that differs.</summary>
/// <param name="Before">Null for the default, or where there is none.</param>
public sealed record DiffValue(string Name, string? Before, string? Now);

public enum DiffState
{
    /// <summary>Both snapshots share the version, so no query was needed.</summary>
    Shared,

    /// <summary>It was built again, and every row is the same.</summary>
    SameRows,

    /// <summary>Rows or columns differ.</summary>
    Changed,

    /// <summary>It was built again, and its rows were not compared.</summary>
    NotCompared,

    /// <summary>Only the later snapshot has it.</summary>
    Added,

    /// <summary>Only the earlier snapshot has it.</summary>
    Removed,
}

/// <summary>What made a model differ, in itself or in a model that it reads.</summary>
public enum DiffCauseKind
{
    /// <summary>Other files of a dataset.</summary>
    Files,

    /// <summary>The definition of a model: its SQL, columns or estimator, or a contract that it reads.</summary>
    Definition,
    Setting,

    /// <summary>The as-of date of a domain moved.</summary>
    AsOf,

    /// <summary>It was built on request.</summary>
    Asked,
}

/// <param name="Name">The dataset, model, setting or domain.</param>
public sealed record DiffCause(DiffCauseKind Kind, string Name, string? Before = null, string? Now = null);

/// <summary>How one model differs.</summary>
/// <param name="RowsBefore">Null if the snapshot does not have the model.</param>
/// <param name="Counts">Null if the version is shared, or its rows were not compared.</param>
public sealed record DiffModel(
    string Name, DiffState State, long? RowsBefore, long? RowsNow, IReadOnlyList<DiffCause> Causes, DiffCounts? Counts = null);

/// <summary>The rows that differ, counted.</summary>
/// <param name="Key">The columns that identify a row; empty if only whole rows can be compared.</param>
/// <param name="Changed">Rows with the same key and other values; always 0 without a key.</param>
public sealed record DiffCounts(
    IReadOnlyList<string> Key, long Added, long Gone, long Changed, IReadOnlyList<DiffColumn> Columns, IReadOnlyList<DiffMeasure> Measures)
{
    public bool IsSame => Added == 0 && Gone == 0 && Changed == 0 && Columns.Count == 0;
}

public enum DiffColumnKind { Values, Added, Removed, Type }

/// <summary>A column that differs.</summary>
/// <param name="Rows">Changed rows in which its value differs; null unless the values were compared.</param>
public sealed record DiffColumn(string Name, DiffColumnKind Kind, long? Rows = null);

/// <summary>The sum of a column in both snapshots; null where it has no value.</summary>
public sealed record DiffMeasure(TableColumn Column, object? Before, object? Now);

public enum DiffChange { Added, Gone, Changed }

/// <summary>A page of the rows that differ.</summary>
/// <param name="Columns">The columns that both versions have, those of the key first.</param>
/// <param name="Next">Token of the next page; null on the last.</param>
public sealed record DiffRows(
    DiffSides Sides, string Model, IReadOnlyList<string> Key, IReadOnlyList<TableColumn> Columns, IReadOnlyList<DiffRow> Rows, long? Next);

/// <summary>One row that differs: a cell per column; null where the snapshot does not have the row.</summary>
/// <param name="Times">How many rows like this came or went; 1 where rows have a key.</param>
public sealed record DiffRow(DiffChange Change, IReadOnlyList<object?>? Before, IReadOnlyList<object?>? Now, long Times);
