using System.CommandLine;
using DuffBeer.Api.Http;
using DuffBeer.Api.Models;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

sealed class DiffCommand : DuffBeerCommand
{
    const int UsualRows = 100;

    readonly Argument<string[]> _words = new("SNAPSHOT")
    {
        Description = "The snapshot, the one to compare it with, and a model, each optional (default: the shown one and the one before)",
        HelpName = "[SNAPSHOT] [SNAPSHOT] [MODEL]",
        Arity = new(0, 3),
    };
    readonly Option<bool> _rows = new("--rows") { Description = "List the rows of the model that differ" };
    readonly Option<long?> _limit = CheckedOption.Count(
        "--limit", $"Rows to list (default: {UsualRows})", least: 1, most: DiffReader.MostRows);
    readonly Option<long?> _next = CheckedOption.Count("--next", "Continuation token of the page before", least: 0);
    readonly TableOptions _table = new();

    public DiffCommand(CommandHost host)
        : base("diff", "Show what differs between two snapshots, and why.", host)
    {
        Add(_words);
        Add(_rows);
        Add(_limit);
        Add(_next);
        _table.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var wanted = await WantedAsync(invocation, invocation.Value(_words) ?? [], cancellationToken);
        if (invocation.Value(_rows))
            return await RowsAsync(invocation, wanted, cancellationToken);
        if (invocation.Value(_limit) is not null || invocation.Value(_next) is not null)
            throw new TerminalException(ProblemCode.BadRequest, $"{_limit.Name} and {_next.Name} go with {_rows.Name}.");

        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var answer = DiffAnswer.Of(await workspace.DiffAsync(wanted, cancellationToken));
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, answer, ApiJson.Readable.DiffAnswer);
        else
            DiffText.Write(
                invocation.Terminal, answer, isOneModel: wanted.Model is not null,
                named: (invocation.Value(_words) ?? []).Where(word => word != wanted.Model));
        return ExitCode.Done;
    }

    async Task<ExitCode> RowsAsync(Invocation invocation, WantedDiff wanted, CancellationToken cancellationToken)
    {
        if (wanted.Model is null)
            throw new TerminalException(
                ProblemCode.BadRequest, $"{_rows.Name} lists the rows of one model. Name it: 'duffbeer diff client_sales {_rows.Name}'.");
        var limit = (int)(invocation.Value(_limit) ?? UsualRows);
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var page = await workspace.DiffRowsAsync(wanted, invocation.Value(_next) ?? 0, limit, cancellationToken);
        var answer = DiffRowsAnswer.Of(page, limit);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, answer, ApiJson.Readable.DiffRowsAnswer);
        else
            DiffText.WriteRows(invocation.Terminal, answer, page.Next, _table.ViewOfChosen(invocation));
        return ExitCode.Done;
    }

    /// <summary>Ids of snapshots begin with a digit, names of snapshots and models with a letter.</summary>
    static async Task<WantedDiff> WantedAsync(Invocation invocation, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>();
        if (words.Any(SnapshotName.IsName))
            names = [.. (await (await invocation.WorkspaceAsync(cancellationToken)).NamedAsync(cancellationToken)).Select(one => one.Name)];
        var ids = words.Where(word => word.Length > 0 && (char.IsAsciiDigit(word[0]) || names.Contains(word))).ToList();
        var models = words.Except(ids).ToList();
        if (ids.Count > 2 || models.Count > 1)
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"Expected at most two snapshots and one model, but found {string.Join(", ", words)}. 'duffbeer snapshots' lists the "
                    + "snapshots.");
        return new(ids.ElementAtOrDefault(0), ids.ElementAtOrDefault(1), models.FirstOrDefault());
    }
}
