using System.CommandLine;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Local.Commands;

/// <summary>The arguments of a refresh, and of its plan.</summary>
sealed class RefreshOptions
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
    readonly Option<string?> _into = new("--into")
    {
        Description = "Build a snapshot of this name beside the shown one, which stays; 'duffbeer activate NAME' shows it",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Add(_models);
        command.Add(_settings);
        command.Add(_asOf);
        command.Add(_into);
    }

    public RefreshRequest RequestOf(Invocation invocation) =>
        new(invocation.Value(_models)!, Settings(invocation)) { Into = invocation.Value(_into) };

    Dictionary<string, string> Settings(Invocation invocation)
    {
        var settings = NameValues.Read(_settings.Name, invocation.Value(_settings) ?? []);
        if (invocation.Value(_asOf) is { } asOf && !settings.TryAdd(AsOfModel.Name, asOf == Latest ? "" : asOf))
            throw new TerminalException(
                ProblemCode.BadRequest, $"{_asOf.Name} and {_settings.Name} {AsOfModel.Name}= mean the same. Use one of them.");
        return settings;
    }
}
