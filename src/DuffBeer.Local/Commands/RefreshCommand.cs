using System.CommandLine;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class RefreshCommand : DuffBeerCommand
{
    readonly Argument<string[]> _models = new("MODEL") { Description = "Models to build, with all that follows from them (default: all)", Arity = ArgumentArity.ZeroOrMore };

    public RefreshCommand(CommandHost host)
        : base("refresh", "Build the models that data or definitions have changed.", host) => Add(_models);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var refresh = await RunWatch.RefreshAsync(invocation, invocation.Value(_models)!, cancellationToken);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, RefreshAnswer.Of(refresh), WireJson.Default.RefreshAnswer);
        else
            RefreshText.WriteModels(invocation.Terminal, refresh);
        return ExitCode.Done;
    }
}
