using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Maintain;

namespace DuffBeer.Local.Rendering;

/// <summary>What a maintenance deletes and merges.</summary>
static class MaintenanceText
{
    public static async Task WriteAsync(
        Terminal terminal, bool json, MaintenancePlanner.Draft draft, CancellationToken cancellationToken)
    {
        if (json)
        {
            var deletions = await draft.Deletions(cancellationToken).ToListAsync(cancellationToken);
            JsonText.Write(
                terminal.Out,
                new MaintenanceDraftAnswer(
                    deletions.Count, deletions.Sum(deletion => deletion.Bytes), draft.Tables, deletions, draft.Merges),
                CommandJson.Default.MaintenanceDraftAnswer);
            return;
        }

        var (objects, bytes) = (0L, 0L);
        foreach (var table in draft.Tables)
            terminal.Out.WriteLine($"{"OldTableSnapshot",-16} {table.Dataset}: {string.Join(' ', table.Snapshots)}");
        await foreach (var deletion in draft.Deletions(cancellationToken))
        {
            (objects, bytes) = (objects + 1, bytes + deletion.Bytes);
            terminal.Out.WriteLine($"{deletion.Reason,-16} {DisplayText.Printable(deletion.Key)}");
        }

        foreach (var merge in draft.Merges)
            terminal.Out.WriteLine($"{"Merge",-16} {merge.Dataset}: {Text(merge)}");
        terminal.Error.WriteLine($"{DisplayText.Count(objects)} objects would be deleted, {DisplayText.Megabytes(bytes)} MB.");
    }

    static string Text(PlannedMerge merge)
    {
        var packs = merge.Packs.Count == 0 ? "" : $" and {DisplayText.Count(merge.Packs.Count)} packs";
        return $"{DisplayText.Count(merge.Files)} files of {DisplayText.Count(merge.Runs.Count)} runs{packs}, "
            + $"{DisplayText.Megabytes(merge.Bytes)} MB, into {DisplayText.Count(merge.Into)}";
    }

    public static void Write(Terminal terminal, MaintenanceRecord ended)
    {
        var result = ended.Result!;
        terminal.Out.WriteLine(
            $"{DisplayText.Count(result.Objects)} objects deleted, {DisplayText.Megabytes(result.Bytes)} MB. "
                + $"{LakeKeys.MaintenancePlan(ended.Id)} says what and why.");
        if (result.Merged is { } merged)
            terminal.Out.WriteLine(
                $"{DisplayText.Count(merged.Files)} files of {DisplayText.Count(merged.Runs)} runs merged into "
                    + $"{DisplayText.Count(merged.Into)}, {DisplayText.Megabytes(merged.Bytes)} MB.");
        if (result.Left > 0)
            Paragraph.WriteNote(
                terminal, $"{DisplayText.Count(result.Left)} objects of the plan stay, because they changed or are needed again.");
    }
}
