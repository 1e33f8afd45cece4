using DuffBeer.Core.Runs.Records;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

/// <summary>How a run ended, and what happened to each of its rows.</summary>
static class LedgerText
{
    static readonly Heading[] s_headings = [new("row ledger"), new("", CellKind.Number)];

    public static void Write(Terminal terminal, EndedRun run)
    {
        var record = run.Record;
        Paragraph.Write(terminal, $"{DisplayText.Printable(record.Source.Key)}: {Ending(record, run.AlreadyDone)}");
        Paragraph.Write(terminal, $"run {record.Id}");
        foreach (var warning in record.Warnings)
            Paragraph.Write(terminal, $"warning: {DisplayText.Printable(warning)}");
        if (record.Ledger is { } ledger)
        {
            TextTable.Write(
                terminal, s_headings,
                [.. Lines(terminal, record, ledger), .. Speed(terminal, record, ledger, run.Elapsed.TotalSeconds)]);
        }
    }

    /// <summary>Draws a ledger without output, so that its code is compiled while a run is in progress.</summary>
    public static void WarmUp(Terminal terminal) =>
        TextTable.Write(terminal with { Out = TextWriter.Null, OutIsTerminal = false }, s_headings, [["", ""]]);

    static string Ending(RunRecord run, bool alreadyDone) => run switch
    {
        { Problem: { } problem } => $"failed, {problem.Code}",
        _ when alreadyDone => $"already completed at {DisplayText.Time(run.Updated)}; nothing to do. "
            + $"'duffbeer replay {run.Id}' reads the file again, for example after a change of its contract",
        { Status: RunStatus.Completed } => "completed",
        _ => $"{run.Status} at {run.Stage}",
    };

    static IEnumerable<IReadOnlyList<string>> Lines(Terminal terminal, RunRecord run, RowLedger ledger)
    {
        yield return ["rows read", terminal.Count(ledger.RowsRead)];
        yield return ["  accepted", terminal.Count(ledger.Accepted)];
        if (ledger.RepeatedKeys > 0)
            yield return ["    with a repeated key", terminal.Count(ledger.RepeatedKeys)];
        yield return ["  rejected", terminal.Count(ledger.Rejected)];
        foreach (var (code, count) in ledger.RejectsByCode.OrderByDescending(byCode => byCode.Value).ThenBy(byCode => byCode.Key))
            yield return [$"    {code}", terminal.Count(count)];
        if (ledger.Erased > 0)
            yield return ["  erased since", terminal.Count(ledger.Erased)];
        yield return ["blank lines", terminal.Count(ledger.BlankLines)];
        if (run.Verified)
            yield return ["second count", "agrees"];
        yield return ["bytes", terminal.Count(run.Source.Size)];
    }

    static IEnumerable<IReadOnlyList<string>> Speed(
        Terminal terminal, RunRecord run, RowLedger ledger, double seconds)
    {
        if (seconds <= 0)
            yield break;
        yield return [terminal.TimeName(), terminal.Seconds(TimeSpan.FromSeconds(seconds))];
        yield return ["rows/s", terminal.Count((long)(ledger.RowsRead / seconds))];
        yield return [$"{terminal.BytesName()}/s", terminal.Bytes(run.Source.Size / seconds)];
    }
}
