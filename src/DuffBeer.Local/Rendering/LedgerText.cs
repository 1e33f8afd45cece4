using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

/// <summary>How a run ended, and where each of its rows went.</summary>
static class LedgerText
{
    static readonly Heading[] s_headings = [new("row ledger"), new("", IsNumber: true)];

    public static void Write(Terminal terminal, RunSummary run)
    {
        terminal.Out.WriteLine($"{CellText.Printable(run.Source)}: {Ending(run)}");
        terminal.Out.WriteLine($"run {run.Id}");
        foreach (var warning in run.Warnings)
            terminal.Out.WriteLine($"warning: {CellText.Printable(warning)}");
        if (run.Ledger is { } ledger)
            TextTable.Write(terminal, s_headings, Lines(ledger, run.AlreadyDone));
    }

    static string Ending(RunSummary run) => run switch
    {
        { Problem: { } problem } => $"failed, {problem.Code}",
        { AlreadyDone: true } => $"already done at {CellText.Time(run.LastUpdatedTime)}; nothing to do",
        { State: RunState.Completed } => "completed",
        _ => $"{run.State} at {run.Stage}",
    };

    static IEnumerable<IReadOnlyList<string>> Lines(RunLedger ledger, bool alreadyDone)
    {
        yield return ["rows read", CellText.Count(ledger.RowsRead)];
        yield return ["  accepted", CellText.Count(ledger.Accepted)];
        yield return ["  rejected", CellText.Count(ledger.Rejected)];
        foreach (var (code, count) in ledger.RejectsByCode.OrderByDescending(byCode => byCode.Value).ThenBy(byCode => byCode.Key))
            yield return [$"    {code}", CellText.Count(count)];
        yield return ["blank lines", CellText.Count(ledger.BlankLines)];
        if (ledger.Verified is { } verified)
            yield return ["second count", verified ? "agrees" : "differs"];
        yield return ["bytes", CellText.Count(ledger.Bytes)];

        var seconds = ledger.Elapsed.TotalSeconds;
        if (alreadyDone || seconds <= 0)
            yield break;
        yield return ["time", CellText.Seconds(ledger.Elapsed)];
        yield return ["rows/s", CellText.Count((long)(ledger.RowsRead / seconds))];
        yield return ["MB/s", CellText.Megabytes(ledger.Bytes / seconds)];
    }
}
