using DuffBeer.Api.Http;
using System.CommandLine;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

sealed class RefreshCommand : DuffBeerCommand
{
    const string Latest = "latest";

    readonly Argument<string[]> _models = new("MODEL")
    {
        Description = "Models to build even if nothing changed, with everything downstream of them", Arity = ArgumentArity.ZeroOrMore
    };
    readonly Option<string[]> _settings = new("--set")
    {
        Description = "Change a setting permanently; without a value, reset it to its default. May be repeated", HelpName = "NAME=VALUE"
    };
    readonly Option<string?> _asOf = new("--as-of")
    {
        Description = $"Date that recency is counted from, permanently; '{Latest}' for the latest in the data", HelpName = "DATE"
    };

    public RefreshCommand(CommandHost host)
        : base("refresh", "Build the models whose data, definitions or settings have changed.", host)
    {
        Add(_models);
        Add(_settings);
        Add(_asOf);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var request = new RefreshRequest(invocation.Value(_models)!, Settings(invocation));
        using var progress = new ModelLine(invocation.Terminal);
        var refresh = await RunWatch.RefreshAsync(invocation, request, progress, cancellationToken);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, RefreshText.AnswerOf(refresh), ApiJson.Readable.RefreshAnswer);
        else
            RefreshText.WriteModels(invocation.Terminal, refresh);
        return ExitCode.Done;
    }

    Dictionary<string, string> Settings(Invocation invocation)
    {
        var settings = NameValues.Read(_settings.Name, invocation.Value(_settings) ?? []);
        if (invocation.Value(_asOf) is { } asOf && !settings.TryAdd(AsOfModel.Name, asOf == Latest ? "" : asOf))
            throw new TerminalException(
                ProblemCode.BadRequest, $"{_asOf.Name} and {_settings.Name} {AsOfModel.Name}= mean the same. Use one of them.");
        return settings;
    }
}
