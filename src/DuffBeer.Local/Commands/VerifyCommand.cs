using System.CommandLine;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class VerifyCommand : DuffBeerCommand
{
    readonly Argument<string?> _name = new("NAME")
    {
        Description = "A dataset, a run, or a snapshot (default: everything that is published)",
        HelpName = "DATASET|RUN|SNAPSHOT",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<bool> _strict = new("--strict") { Description = "Fail also if a run or snapshot has no receipt" };

    public VerifyCommand(CommandHost host)
        : base("verify", "Compare every published file with the receipts that were made when it was written.", host)
    {
        Add(_name);
        Add(_strict);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var result = await workspace.VerifyAsync(invocation.Value(_name), cancellationToken);
        var isStrict = invocation.Value(_strict);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, VerifyAnswer.Of(result, isStrict), CommandJson.Default.VerifyAnswer);
        else
            VerifyText.Write(invocation.Terminal, result);
        return result.IsGood(isStrict) ? ExitCode.Done : ExitCode.RunFailed;
    }
}
