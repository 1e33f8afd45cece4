using DuffBeer.Api.Models;
using DuffBeer.Core.Explain;

namespace DuffBeer.Local.Rendering;

/// <summary>The differences of two snapshots as text: causes, models, then the columns and sums of one model.</summary>
static class DiffText
{
    const int MostCauses = 3;

    static readonly Heading[] s_causes = [new("what", Least: 8), new("name", CellKind.Name), new("before"), new("now")];

    static readonly Heading[] s_models =
    [
        new("model", CellKind.Name), new("state", Least: 8), new("rows before", CellKind.Number), new("rows now", CellKind.Number),
        new("added", CellKind.Number), new("gone", CellKind.Number), new("changed", CellKind.Number), new("because of", CellKind.Prose),
    ];

    static readonly Heading[] s_columns = [new("column", CellKind.Name), new("change"), new("rows changed", CellKind.Number)];

    static readonly Heading[] s_sums = [new("sum of", CellKind.Name), new("before", CellKind.Number), new("now", CellKind.Number)];

    /// <param name="named">The snapshots that the caller named; empty for the usual ones.</param>
    public static void Write(Terminal terminal, DiffAnswer diff, bool isOneModel, IEnumerable<string> named)
    {
        terminal.Out.WriteLine($"Snapshot {diff.Snapshot}, compared with {diff.ComparedWith}");
        WriteCauses(
            terminal,
            [
                .. Causes(diff.Datasets, diff.Settings),
                .. diff.AsOf.Select(value => new[] { "as of", value.Name, value.Before ?? "none", value.Now ?? "none" }),
            ]);
        var differing = diff.Models.Where(model => model.State != DiffState.Shared)
            .OrderBy(model => model.State == DiffState.SameRows)
            .ToList();
        if (differing.Count > 0)
            TextTable.Write(terminal, s_models, differing.Select(Model));
        var shared = diff.Models.Count - differing.Count;
        Paragraph.WriteNote(
            terminal,
            $"{DisplayText.Count(shared)} of {DisplayText.Count(diff.Models.Count)} models are shared: they were not built again.");
        if (isOneModel)
            WriteCounts(terminal, differing);
        else if (differing.Count > 0)
            Paragraph.WriteNote(
                terminal, $"'{string.Join(' ', ["duffbeer diff", .. named, "MODEL"])}' shows columns and sums, and with --rows the rows.");
    }

    public static void WriteCauses(Terminal terminal, IReadOnlyList<string[]> causes)
    {
        if (causes.Count > 0)
            TextTable.Write(terminal, s_causes, causes);
    }

    /// <summary>Files that came or went, and settings that changed, for <see cref="WriteCauses"/>.</summary>
    public static IEnumerable<string[]> Causes(IEnumerable<DiffDatasetAnswer> datasets, IEnumerable<DiffSettingAnswer> settings) =>
    [
        .. datasets.Select(dataset => new[]
        {
            "files", dataset.Name, dataset.Went == 0 ? "" : $"{DisplayText.Count(dataset.Went)} went",
            dataset.Came == 0 ? "" : $"{DisplayText.Count(dataset.Came)} came",
        }),
        .. settings.Select(value => new[] { "setting", value.Name, value.Before ?? "default", value.Now ?? "default" }),
    ];

    /// <summary>The causes of one model, in a few words.</summary>
    public static string CausesOf(IReadOnlyList<DiffCause> causes) =>
        string.Join(", ", causes.Take(MostCauses).Select(CauseOf))
            + (causes.Count > MostCauses ? $" and {causes.Count - MostCauses} more" : "");

    public static void WriteRows(Terminal terminal, DiffRowsAnswer page, long? next, TableView view)
    {
        TextTable.Write(
            terminal,
            [new("change", Least: 8), .. page.Columns.Select(column => new Heading(column))],
            page.Rows.Select(row => (string[])[ChangeOf(row), .. page.Columns.Select((_, index) => Cell(row, index))]),
            view);
        var key = page.Key.Count == 0 ? "Whole rows are compared, because nothing identifies a row." : "";
        Paragraph.WriteNote(terminal, $"{DisplayText.Count(page.Rows.Count)} rows differ on this page. {key}".TrimEnd());
        if (next is { } token)
            Paragraph.WriteNote(terminal, FormattableString.Invariant($"The next page: --next {token}."));
    }

    static string ChangeOf(DiffRowAnswer row) =>
        $"{row.Change.ToString().ToLowerInvariant()}{(row.Times == 1 ? "" : $", {DisplayText.Count(row.Times)} times")}";

    static string Cell(DiffRowAnswer row, int column)
    {
        var (before, now) = (row.Before?[column], row.Now?[column]);
        return row.Change != DiffChange.Changed || before == now
            ? now ?? before ?? ""
            : $"{before ?? "null"} → {now ?? "null"}";
    }

    static string[] Model(DiffModelAnswer model) =>
    [
        model.Name, StateOf(model.State), Number(model.RowsBefore), Number(model.RowsNow),
        Number(model.Counts?.Added), Number(model.Counts?.Gone), Number(model.Counts?.Changed),
        CausesOf(model.Causes),
    ];

    static void WriteCounts(Terminal terminal, IReadOnlyList<DiffModelAnswer> models)
    {
        if (models is not [{ Counts: { } counts }])
            return;
        if (counts.Columns.Count > 0)
            TextTable.Write(
                terminal, s_columns,
                counts.Columns.Select(column => new[] { column.Name, ColumnChange(column.Kind), Number(column.Rows) }));
        if (counts.Measures.Count > 0)
            TextTable.Write(
                terminal, s_sums, counts.Measures.Select(sum => new[] { sum.Column, sum.Before ?? "null", sum.Now ?? "null" }));
    }

    static string ColumnChange(DiffColumnKind kind) => kind switch
    {
        DiffColumnKind.Added => "added",
        DiffColumnKind.Removed => "removed",
        DiffColumnKind.Type => "other type",
        _ => "other values",
    };

    static string StateOf(DiffState state) => state switch
    {
        DiffState.SameRows => "same rows",
        DiffState.NotCompared => "built again",
        _ => state.ToString().ToLowerInvariant(),
    };

    static string CauseOf(DiffCause cause) => cause.Kind switch
    {
        DiffCauseKind.Files => $"files of {cause.Name}",
        DiffCauseKind.Definition => $"definition of {cause.Name}",
        DiffCauseKind.Setting => $"setting {cause.Name}: {cause.Before ?? "default"} → {cause.Now ?? "default"}",
        DiffCauseKind.AsOf => $"as of ({cause.Name}): {cause.Before ?? "none"} → {cause.Now ?? "none"}",
        _ => $"{cause.Name} was asked for",
    };

    static string Number(long? number) => number is { } known ? DisplayText.Of(known) : "";
}
