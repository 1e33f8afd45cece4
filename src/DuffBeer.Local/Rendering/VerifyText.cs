using DuffBeer.Core.Runs.Verify;

namespace DuffBeer.Local.Rendering;

/// <summary>What is wrong in a lake, and what was checked.</summary>
static class VerifyText
{
    const int MostNamed = 20;

    public static void Write(Terminal terminal, VerifyResult result)
    {
        foreach (var found in result.Findings)
        {
            string?[] named = [found.Dataset, found.Run, found.Snapshot];
            terminal.Out.WriteLine($"{found.Kind,-10} {DisplayText.Printable(found.Key)}");
            terminal.Out.WriteLine(
                $"           {DisplayText.Printable(found.What)} Concerns {DisplayText.Printable(found.Figures)}"
                    + $"{string.Concat(named.OfType<string>().Select(name => $", {DisplayText.Printable(name)}"))}.");
        }

        Paragraph.Write(
            terminal,
            $"{Many(result.Runs, "run")}, {Many(result.Snapshots, "snapshot")}: {Many(result.Documents, "document")} and "
                + $"{Many(result.Files, "file")}, {DisplayText.Megabytes(result.Bytes)} MB. "
                + $"{(result.Findings.Count == 0 ? "Nothing is wrong." : $"{Many(result.Findings.Count, "finding")}.")}");
        if (result.WithoutReceipt > 0)
            Paragraph.WriteNote(
                terminal,
                $"{DisplayText.Count(result.WithoutReceipt)} of them have no receipt, because an older release wrote them: only names, "
                    + $"sizes and counts were checked. These are {Unreceipted(result)}.");
        if (result.SourcesGone + result.SourcesReplaced > 0)
            Paragraph.WriteNote(
                terminal,
                $"Not compared: {Many(result.SourcesGone, "source")} no longer in landing, "
                    + $"{DisplayText.Count(result.SourcesReplaced)} replaced there.");
    }

    static string Unreceipted(VerifyResult result)
    {
        var named = result.Unreceipted.Take(MostNamed).Select(DisplayText.Printable).ToList();
        var rest = result.WithoutReceipt - named.Count;
        return string.Join(", ", named) + (rest > 0 ? $", and {DisplayText.Count(rest)} more" : "");
    }

    static string Many(long count, string one) => $"{DisplayText.Count(count)} {one}{(count == 1 ? "" : "s")}";
}
