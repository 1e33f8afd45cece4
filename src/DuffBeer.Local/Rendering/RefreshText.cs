using DuffBeer.Api.Models;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

/// <summary>One line per built model.</summary>
sealed class ModelLines(TextWriter error) : IProgress<BuiltModel>
{
    readonly Lock _lock = new();

    public void Report(BuiltModel value)
    {
        lock (_lock)
            error.WriteLine($"model {value.Name}: {DisplayText.Count(value.Rows)} rows, {DisplayText.Seconds(value.Elapsed)}");
    }
}

/// <summary>The latest built model in one line of a terminal, which disappears before the table.</summary>
sealed class ModelLine(Terminal terminal) : IProgress<BuiltModel>, IDisposable
{
    const string ClearLine = "\r\u001b[K";

    readonly Lock _lock = new();
    int _built;

    public void Report(BuiltModel value)
    {
        if (!terminal.ErrorIsTerminal)
            return;
        lock (_lock)
            terminal.Error.Write(ClearLine + CellText.CutMiddle($"{Models(++_built)} built: {value.Name}", terminal.Width - 1));
    }

    public static string Models(int count) => count == 1 ? "1 model" : $"{count} models";

    public void Dispose()
    {
        if (_built > 0)
            terminal.Error.Write(ClearLine);
        _built = 0;
    }
}

static class RefreshText
{
    public static void WriteModels(Terminal terminal, RefreshSummary refresh)
    {
        if (refresh.Built.Count == 0)
            return;
        Heading[] headings =
        [
            new("model", CellKind.Name), new("rows", CellKind.Number), new("bytes", CellKind.Number),
            new(terminal.TimeName(), CellKind.Number),
        ];
        TextTable.Write(terminal, headings, refresh.Built.Select(model => new[]
        {
            model.Name, terminal.Count(model.Rows), terminal.Count(model.Bytes), terminal.Seconds(model.Elapsed),
        }));
    }

    public static void Write(TextWriter to, RefreshSummary refresh)
    {
        to.WriteLine(Outcome(refresh));
        foreach (var warning in refresh.Result.Warnings)
            to.WriteLine($"warning: {warning}");
        if (refresh.Result.Exports is [var first, ..])
            to.WriteLine($"{refresh.Result.Exports.Count} reports written as CSV to lake/{first[..(first.LastIndexOf('/') + 1)]}.");
        if (refresh.Result.Cost is { Dollars: > 0 } cost)
            to.WriteLine(CostText.Line(cost));
        if (refresh.Result.CatalogProblem is { } catalog)
            to.WriteLine(
                $"The catalog could not be updated ({catalog.Code}): {catalog.Message} Reports show the new models; the next refresh "
                    + "tries again.");
        if (refresh.Result.ExportProblem is { } problem)
            to.WriteLine(
                $"Reports could not be written as CSV ({problem.Code}): {problem.Message} The models are up to date; the next refresh "
                    + "tries again.");
    }

    public static RefreshAnswer AnswerOf(RefreshSummary refresh) => RefreshAnswer.Of(refresh.Record) with
    {
        Models = [.. refresh.Built.Select(model => new ModelBuildAnswer(model.Name, model.Rows, model.Bytes, model.Elapsed.TotalSeconds))],
    };

    static string Outcome(RefreshSummary refresh) => (refresh.Snapshot, refresh.Built.Count) switch
    {
        (null, _) when refresh.HasRuns => "No snapshot: the definitions have no models to build.",
        (null, _) => "No snapshot: no run is published yet.",
        ({ } snapshot, var built) when refresh.Record.Into is { } name =>
            $"{ModelLine.Models(built)} built: snapshot {snapshot.Id}, named '{name}', beside the one that readers see. "
                + $"'duffbeer diff {name}' compares it, and 'duffbeer activate {name}' shows it.",
        ({ } snapshot, 0) => $"Models are up to date: snapshot {snapshot.Id} of {DisplayText.Time(snapshot.At)}.",
        ({ } snapshot, var built) => $"{ModelLine.Models(built)} built: snapshot {snapshot.Id} of {DisplayText.Time(snapshot.At)}.",
    };
}
