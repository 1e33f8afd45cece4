using System.Text.Json.Serialization;
using DuffBeer.Api.OpenApi;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;

namespace DuffBeer.Api.Models;

/// <summary>What differs between two snapshots.</summary>
/// <param name="Snapshot">Id of the snapshot.</param>
/// <param name="ComparedWith">Id of the snapshot that it is compared with.</param>
/// <param name="Models">Every model of either snapshot, by name.</param>
public sealed record DiffAnswer(
    string Snapshot, DateTime At, string ComparedWith, DateTime ComparedWithAt, IReadOnlyList<DiffDatasetAnswer> Datasets,
    IReadOnlyList<DiffSettingAnswer> Settings, IReadOnlyList<DiffDateAnswer> AsOf, IReadOnlyList<DiffModelAnswer> Models)
{
    public static DiffAnswer Of(DiffResult diff) => new(
        diff.Sides.Now.Id, diff.Sides.Now.At.UtcDateTime, diff.Sides.Before.Id, diff.Sides.Before.At.UtcDateTime,
        [.. diff.Datasets.Select(DiffDatasetAnswer.Of)],
        [.. diff.Settings.Select(setting => new DiffSettingAnswer(setting.Name, setting.Before, setting.Now))],
        [.. diff.AsOf.Select(date => new DiffDateAnswer(date.Name, date.Before, date.Now))],
        [.. diff.Models.Select(DiffModelAnswer.Of)]);
}

/// <summary>A setting that differs.</summary>
/// <param name="Before">Null for the default.</param>
public sealed record DiffSettingAnswer(string Name, string? Before, string? Now);

/// <summary>A domain whose as-of date differs.</summary>
/// <param name="Before">Null where the domain had no data.</param>
public sealed record DiffDateAnswer(string Name, string? Before, string? Now);

/// <summary>The files of a dataset that only one of the snapshots has. A file that was replayed is in both lists.</summary>
/// <param name="Came">How many came; <see cref="Files"/> lists the first.</param>
public sealed record DiffDatasetAnswer(string Name, int Came, int Went, IReadOnlyList<DiffFileAnswer> Files)
{
    public static DiffDatasetAnswer Of(DiffDataset dataset) => new(
        dataset.Name,
        dataset.Came.Count,
        dataset.Went.Count,
        [
            .. dataset.Came.First.Select(run => DiffFileAnswer.Of(run, DiffChange.Added)),
            .. dataset.Went.First.Select(run => DiffFileAnswer.Of(run, DiffChange.Gone)),
        ]);
}

/// <param name="Change">Added or Gone.</param>
/// <param name="Source">Key of the file in landing.</param>
public sealed record DiffFileAnswer(DiffChange Change, string Run, int Attempt, string Source)
{
    public static DiffFileAnswer Of(PublishedRun run, DiffChange change) => new(change, run.RunId, run.Attempt, run.SourceKey);
}

/// <summary>How one model differs.</summary>
/// <param name="RowsBefore">Null if the snapshot does not have the model.</param>
/// <param name="Causes">What made it differ, in itself or in a model that it reads.</param>
/// <param name="Counts">Null if the version is shared, or rows were not compared.</param>
public sealed record DiffModelAnswer(
    string Name, DiffState State, long? RowsBefore, long? RowsNow, IReadOnlyList<DiffCause> Causes, DiffCountsAnswer? Counts)
{
    public static DiffModelAnswer Of(DiffModel model) => new(
        model.Name, model.State, model.RowsBefore, model.RowsNow, model.Causes,
        model.Counts is { } counts ? DiffCountsAnswer.Of(counts) : null);
}

/// <param name="Key">The columns that identify a row; empty if only whole rows can be compared.</param>
/// <param name="Changed">Rows with the same key and other values.</param>
public sealed record DiffCountsAnswer(
    IReadOnlyList<string> Key, long Added, long Gone, long Changed, IReadOnlyList<DiffColumn> Columns,
    IReadOnlyList<DiffMeasureAnswer> Measures)
{
    public static DiffCountsAnswer Of(DiffCounts counts) => new(
        counts.Key, counts.Added, counts.Gone, counts.Changed, counts.Columns, [.. counts.Measures.Select(DiffMeasureAnswer.Of)]);
}

/// <summary>The sum of a column in both snapshots, as exact text; null where it has no value.</summary>
public sealed record DiffMeasureAnswer(string Column, string? Before, string? Now)
{
    public static DiffMeasureAnswer Of(DiffMeasure measure) =>
        new(measure.Column.Name, DiffCells.Text(measure.Column, measure.Before), DiffCells.Text(measure.Column, measure.Now));
}

/// <summary>A page of the rows that differ, ordered by key.</summary>
/// <param name="Columns">The columns that both versions have, those of the key first.</param>
/// <param name="NextLink">Omitted on the last page.</param>
public sealed record DiffRowsAnswer(
    string Snapshot, string ComparedWith, string Model, IReadOnlyList<string> Key, IReadOnlyList<string> Columns,
    IReadOnlyList<DiffRowAnswer> Rows, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink = null)
{
    /// <param name="limit">Rows per page, for the link.</param>
    public static DiffRowsAnswer Of(DiffRows page, int limit) => new(
        page.Sides.Now.Id, page.Sides.Before.Id, page.Model, page.Key, [.. page.Columns.Select(column => column.Name)],
        [.. page.Rows.Select(row => DiffRowAnswer.Of(row, page.Columns))],
        page.Next is { } next
            ? FormattableString.Invariant(
                $"/api/snapshots/{page.Sides.Now.Id}/diff/{page.Sides.Before.Id}/models/{page.Model}?limit={limit}&next={next}")
            : null);
}

/// <param name="Before">A text per column; null cells are null, and all of it is null if the row came.</param>
/// <param name="Now">The same for the later snapshot; null if the row is gone.</param>
/// <param name="Times">How many equal rows came or went; 1 where rows have a key.</param>
public sealed record DiffRowAnswer(
    DiffChange Change, [property: NullTexts] IReadOnlyList<string?>? Before, [property: NullTexts] IReadOnlyList<string?>? Now, long Times)
{
    public static DiffRowAnswer Of(DiffRow row, IReadOnlyList<TableColumn> columns) =>
        new(row.Change, DiffCells.Texts(columns, row.Before), DiffCells.Texts(columns, row.Now), row.Times);
}

static class DiffCells
{
    public static string? Text(TableColumn column, object? value) => value is null ? null : ReportCellText.Of(column.Type, value);

    public static IReadOnlyList<string?>? Texts(IReadOnlyList<TableColumn> columns, IReadOnlyList<object?>? cells) =>
        cells is null ? null : [.. columns.Zip(cells, Text)];
}
