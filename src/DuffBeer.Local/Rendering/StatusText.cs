using DuffBeer.Api.Models;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

static class StatusText
{
    static readonly Heading[] s_areas = [new("area"), new("files", CellKind.Number), new("MB", CellKind.Number)];
    static readonly Heading[] s_datasets =
    [
        new("dataset", CellKind.Name), new("files", CellKind.Number), new("rows", CellKind.Number),
        new("newest file", CellKind.Name), new("age"),
    ];

    public static void Write(Terminal terminal, StatusSummary status)
    {
        Paragraph.Write(terminal, $"home {status.Home}");
        TextTable.Write(
            terminal,
            s_areas,
            status.Areas.Select(area => new[] { area.Name, DisplayText.Count(area.Files), DisplayText.Megabytes(area.Bytes) }));
        TextTable.Write(terminal, s_datasets, status.Datasets.Select(dataset => Line(dataset, terminal.Time.GetUtcNow())));
        Paragraph.Write(terminal, status.Snapshot is { } snapshot
            ? $"snapshot {snapshot.Id} of {DisplayText.Time(snapshot.At)}"
            : "no snapshot yet: 'duffbeer ingest FILE' creates the first one");
    }

    static string[] Line(DatasetListing dataset, DateTimeOffset now) =>
    [
        dataset.Name, DisplayText.Count(dataset.Sources), DisplayText.Count(dataset.Rows),
        dataset.LatestSourceTime is { } latest ? DisplayText.Time(latest) : "none",
        dataset.LatestSourceTime is { } written ? Age(now - written) : "",
    ];

    static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => $"{(long)age.TotalDays} days",
        { TotalHours: >= 2 } => $"{(long)age.TotalHours} hours",
        { TotalMinutes: >= 2 } => $"{(long)age.TotalMinutes} minutes",
        _ => $"{Math.Max(0, (long)age.TotalSeconds)} seconds",
    };
}
