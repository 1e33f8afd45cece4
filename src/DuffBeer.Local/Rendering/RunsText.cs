using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Local.Rendering;

/// <summary>Runs as a table, and one run with its problem and ledger.</summary>
static class RunsText
{
    static readonly Heading[] s_headings =
    [
        new("run"), new("state"), new("stage"), new("rows read", IsNumber: true), new("accepted", IsNumber: true),
        new("rejected", IsNumber: true),
        new("last updated"), new("source"), new("problem"),
    ];

    public static void Write(Terminal terminal, RunPage page)
    {
        if (page.Runs.Count == 0)
        {
            terminal.Error.WriteLine("No runs. 'duffbeer ingest FILE' starts one.");
            return;
        }

        TextTable.Write(terminal, s_headings, page.Runs.Select(Line));
        if (page.Next is { } next)
            terminal.Error.WriteLine($"There are more runs: use a larger --limit, or continue with --next {next}.");
    }

    public static void WriteOne(Terminal terminal, RunRecord run)
    {
        LedgerText.Write(terminal, new(run, run.Updated - run.Created));
        terminal.Out.WriteLine(
            $"dataset {run.Dataset}, stage {run.Stage}, created {DisplayText.Time(run.Created)}, updated {DisplayText.Time(run.Updated)}");
        if (run.Corrects is { } original)
            terminal.Out.WriteLine($"corrected rejects of {original}");
        if (run.Cost is { } cost)
            CostText.Write(terminal, cost, run.EarlierCost);
        if (run.Problem is { } problem)
            terminal.Out.WriteLine($"{problem.Code}: {DisplayText.Printable(problem.Message)}");
    }

    static string[] Line(RunRecord run) =>
    [
        run.Id, run.Status.ToString(), run.Stage.ToString(),
        Count(run.Ledger?.RowsRead), Count(run.Ledger?.Accepted), Count(run.Ledger?.Rejected),
        DisplayText.Time(run.Updated), run.Source.Key, run.Problem?.Code.ToString() ?? "",
    ];

    static string Count(long? count) => count is { } known ? DisplayText.Count(known) : "";
}
