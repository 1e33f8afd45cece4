using System.CommandLine;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class ForgetCommand : DuffBeerCommand
{
    readonly Argument<string?> _dataset = new("DATASET")
    {
        Description = "Dataset of the rows", Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Argument<string?> _match = new("COLUMN=VALUE")
    {
        Description = "Which rows: a source column and its value; with --values the column alone", Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string?> _values = new("--values")
    {
        Description = "A file with one value per line, in place of the one value", HelpName = "FILE",
    };

    readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print which files would be rewritten; change nothing" };
    readonly Option<bool> _resume = new("--resume") { Description = "Only go on with an erasure that was interrupted" };

    public ForgetCommand(CommandHost host)
        : base("forget", "Erase rows, such as those of a person, from landing and everything that was made of it.", host)
    {
        Add(_dataset);
        Add(_match);
        Add(_values);
        Add(_dryRun);
        Add(_resume);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(invocation, cancellationToken);
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        if (invocation.Value(_dryRun))
        {
            var plan = await workspace.PlanForgetAsync(
                request ?? throw Refused("--dry-run needs DATASET and COLUMN=VALUE."), cancellationToken);
            ForgetText.Write(invocation.Terminal, plan, invocation.Json);
            return ExitCode.Done;
        }

        var lines = new ModelLines(invocation.Terminal.Error);
        var ended = await workspace.ForgetAsync(request, lines, cancellationToken);
        if (ended.Result?.Problem is { } problem)
            throw problem.ToException();
        ForgetText.Write(invocation.Terminal, ended, invocation.Json);
        return ExitCode.Done;
    }

    /// <summary>Null with <c>--resume</c>.</summary>
    async Task<ForgetRequest?> RequestAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (dataset, match, file) = (invocation.Value(_dataset), invocation.Value(_match), invocation.Value(_values));
        if (invocation.Value(_resume))
            return dataset is null ? null : throw Refused("--resume goes on with what was asked for before: name no dataset.");
        if (dataset is null || match is null)
            throw Refused("Name the dataset, and the rows as COLUMN=VALUE.");
        if (file is not null)
            return new(dataset, match, await ValuesAsync(file, cancellationToken));
        return match.Split('=', 2) is [var column, var value]
            ? new(dataset, column, [value])
            : throw Refused($"'{match}' is no COLUMN=VALUE. With --values FILE, name the column alone.");
    }

    static async Task<IReadOnlyList<string>> ValuesAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var lines = await File.ReadAllLinesAsync(file, cancellationToken);
            return [.. lines.Where(line => line.Length > 0).Distinct(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused($"{file} cannot be read: {failure.Message}");
        }
    }

    static TerminalException Refused(string why) => new(ProblemCode.BadRequest, why);
}
