using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

/// <summary>Snapshots as a table, the newest first.</summary>
static class SnapshotsText
{
    static readonly Heading[] s_headings =
    [
        new("snapshot", CellKind.Name), new("of", CellKind.Name),
        new("models built", CellKind.Number), new("files", CellKind.Number), new("state"),
    ];

    static readonly Heading[] s_named =
    [
        new("name", CellKind.Name), new("snapshot", CellKind.Name), new("of", CellKind.Name), new("builds on", CellKind.Name), new("state"),
    ];

    public static void Write(Terminal terminal, SnapshotList listed)
    {
        if (listed.Snapshots.Count == 0)
        {
            terminal.Error.WriteLine("No snapshots. 'duffbeer refresh' creates the first one.");
            return;
        }

        TextTable.Write(terminal, s_headings, listed.Snapshots.Select(snapshot => new[]
        {
            snapshot.Id, DisplayText.Time(snapshot.At), DisplayText.Of(snapshot.Models.Values.Count(model => model.BuiltIn == snapshot.Id)),
            DisplayText.Of(snapshot.Datasets.Values.Sum(dataset => dataset.Count)),
            snapshot.Id != listed.Pointer?.Snapshot ? "" : listed.Pointer.Pinned ? "shown, pinned" : "shown",
        }));
        if (listed.Named.Count > 0)
            TextTable.Write(terminal, s_named, listed.Named.Select(named => new[]
            {
                named.Name, named.Snapshot, DisplayText.Time(named.At), named.Base ?? "none",
                named.Base == listed.Pointer?.Newest ? "" : "a newer snapshot was built since",
            }));
    }
}
