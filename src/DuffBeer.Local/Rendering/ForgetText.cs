using DuffBeer.Api.Forget;
using DuffBeer.Api.Http;
using DuffBeer.Core.Runs.Forget;

namespace DuffBeer.Local.Rendering;

/// <summary>What an erasure rewrites, and what it did. It names no value.</summary>
static class ForgetText
{
    public static void Write(Terminal terminal, ForgetPlan plan, bool json)
    {
        var sources = plan.Sources ?? [];
        var rewritten = sources.Where(source => source.Rows > 0).ToList();
        if (json)
        {
            JsonText.Write(terminal.Out, ForgetDraftAnswer.Of(plan), ApiJson.Readable.ForgetDraftAnswer);
            return;
        }

        foreach (var source in rewritten)
            terminal.Out.WriteLine($"{"Rewrite",-10} {DisplayText.Printable(source.Key)}: {DisplayText.Count(source.Rows)} rows");
        foreach (var source in sources.Where(source => source.IsAgain))
            terminal.Out.WriteLine($"{"Ingest",-10} {source.Run}");
        foreach (var run in plan.Stale)
            terminal.Out.WriteLine($"{"Delete",-10} {run}: its results and rejects");
        WriteUnreadable(terminal, plan.Unreadable);
        terminal.Error.WriteLine(
            $"{DisplayText.Count(sources.Sum(source => source.Rows))} rows of {DisplayText.Count(rewritten.Count)} files "
                + "would be erased. Older snapshots, named snapshots and exported reports would be deleted.");
    }

    public static void Write(Terminal terminal, ForgetRecord ended, bool json)
    {
        var result = ended.Result!;
        if (json)
        {
            JsonText.Write(terminal.Out, ForgetAnswer.Of(ended), ApiJson.Readable.ForgetAnswer);
            return;
        }

        terminal.Out.WriteLine(
            $"{DisplayText.Count(result.Rows)} rows of {DisplayText.Count(result.Files)} files erased from {ended.Dataset}. "
                + $"{DisplayText.Count(result.Runs)} runs were ingested again, and {DisplayText.Count(result.Objects)} objects deleted.");
        WriteUnreadable(terminal, result.Unreadable);
    }

    static void WriteUnreadable(Terminal terminal, IReadOnlyList<string> files)
    {
        foreach (var file in files)
            Paragraph.WriteNote(terminal, $"{DisplayText.Printable(file)} is no CSV, so its content stays as it is.");
    }
}
