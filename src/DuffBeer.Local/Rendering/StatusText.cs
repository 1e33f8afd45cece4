using DuffBeer.Api.Models;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

static class StatusText
{
    static readonly Heading[] s_datasets =
    [
        new("dataset", CellKind.Name), new("files", CellKind.Number), new("rows", CellKind.Number),
        new("newest file", CellKind.Name), new("age"),
    ];

    public static void Write(Terminal terminal, StatusSummary status)
    {
        Paragraph.Write(terminal, $"home {status.Home}");
        foreach (var folder in status.Definitions)
            Paragraph.Write(terminal, $"definitions {folder}");
        TextTable.Write(
            terminal,
            [new("area"), new("files", CellKind.Number), new(terminal.BytesName(), CellKind.Number)],
            status.Areas.Select(area => new[] { area.Name, terminal.Count(area.Files), terminal.Bytes(area.Bytes) }));
        foreach (var area in status.Areas.Where(area => area.IsMore))
            Paragraph.Write(terminal, $"{area.Name} has more files than these: counting ends at {terminal.Count(area.Files)}");
        TextTable.Write(terminal, s_datasets, status.Datasets.Select(dataset => Line(terminal, dataset)));
        foreach (var unwanted in UnwantedText.Of(status.Unwanted))
            Paragraph.Write(terminal, unwanted);
        Paragraph.Write(terminal, status.Snapshot is { } snapshot
            ? $"snapshot {snapshot.Id} of {DisplayText.Time(snapshot.At)}"
            : "no snapshot yet: 'duffbeer ingest FILE' creates the first one");
    }

    static string[] Line(Terminal terminal, DatasetListing dataset) =>
    [
        dataset.Name, terminal.Count(dataset.Sources), terminal.Count(dataset.Rows),
        dataset.LatestSourceTime is { } latest ? DisplayText.Time(latest) : "none",
        dataset.LatestSourceTime is { } written ? Age(terminal.Time.GetUtcNow() - written) : "",
    ];

    static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => $"{(long)age.TotalDays} days",
        { TotalHours: >= 2 } => $"{(long)age.TotalHours} hours",
        { TotalMinutes: >= 2 } => $"{(long)age.TotalMinutes} minutes",
        _ => $"{Math.Max(0, (long)age.TotalSeconds)} seconds",
    };
}
