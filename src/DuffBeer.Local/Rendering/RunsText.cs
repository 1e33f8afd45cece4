using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Local.Rendering;

/// <summary>Runs as a table, and one run with its problem and ledger.</summary>
static class RunsText
{
    static readonly Heading[] s_headings =
    [
        new("run", CellKind.Name), new("state", CellKind.Name), new("rows read", CellKind.Number), new("rejected", CellKind.Number),
        new("problem", CellKind.Name), new("last updated", CellKind.Name), new("source"), new("accepted", CellKind.Number),
        new("stage", CellKind.Name),
    ];

    public static void Write(Terminal terminal, RunPage page, TableView view)
    {
        if (page.Runs.Count == 0 && page.Next is null)
        {
            terminal.Error.WriteLine("No runs. 'duffbeer ingest FILE' starts one.");
            return;
        }

        TextTable.Write(terminal, s_headings, page.Runs.Select(run => Line(terminal, run)), view);
        if (page.Next is { } next)
            Paragraph.WriteNote(terminal, $"There are more runs: use a larger --limit, or continue with --next {next}.");
    }

    public static void WriteOne(Terminal terminal, RunRecord run)
    {
        LedgerText.Write(terminal, new(run, run.Updated - run.Created));
        Paragraph.Write(
            terminal,
            $"dataset {run.Dataset}, stage {run.Stage}, created {DisplayText.Time(run.Created)}, updated {DisplayText.Time(run.Updated)}");
        if (run.Corrects is { } original)
            Paragraph.Write(terminal, $"corrected rejects of {original}");
        if (run.Cost is { } cost)
            CostText.Write(terminal, cost, run.EarlierCost);
        if (run.Problem is { } problem)
            Paragraph.Write(terminal, $"{problem.Code}: {DisplayText.Printable(problem.Message)}");
    }

    static string[] Line(Terminal terminal, RunRecord run) =>
    [
        run.Id, run.Status.ToString(), Count(terminal, run.Ledger?.RowsRead), Count(terminal, run.Ledger?.Rejected),
        run.Problem?.Code.ToString() ?? "", DisplayText.Time(run.Updated), run.Source.Key, Count(terminal, run.Ledger?.Accepted),
        run.Stage.ToString(),
    ];

    static string Count(Terminal terminal, long? count) => count is { } known ? terminal.Count(known) : "";
}
