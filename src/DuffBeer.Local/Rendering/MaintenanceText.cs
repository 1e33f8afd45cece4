using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Maintain;

namespace DuffBeer.Local.Rendering;

/// <summary>What a maintenance deletes.</summary>
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
                new MaintenanceDraftAnswer(deletions.Count, deletions.Sum(deletion => deletion.Bytes), draft.Tables, deletions),
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

        terminal.Error.WriteLine($"{DisplayText.Count(objects)} objects would be deleted, {DisplayText.Megabytes(bytes)} MB.");
    }

    public static void Write(Terminal terminal, MaintenanceRecord ended)
    {
        var result = ended.Result!;
        terminal.Out.WriteLine(
            $"{DisplayText.Count(result.Objects)} objects deleted, {DisplayText.Megabytes(result.Bytes)} MB. "
                + $"{LakeKeys.MaintenancePlan(ended.Id)} says what and why.");
        if (result.Left > 0)
            Paragraph.WriteNote(
                terminal, $"{DisplayText.Count(result.Left)} objects of the plan stay, because they changed or are needed again.");
    }
}
