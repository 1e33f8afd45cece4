using System.CommandLine;

namespace DuffBeer.Local.Commands;

/// <summary>A command: declares its arguments, calls the workspace, and renders the answer.</summary>
abstract class DuffBeerCommand : Command
{
    protected DuffBeerCommand(string name, string description, CommandHost host)
        : base(name, description) =>
        SetAction((arguments, cancellationToken) => host.RunAsync(arguments, DefaultHome, RunAsync, cancellationToken));

    /// <summary>The home if <c>--home</c> names none; null for the usual one.</summary>
    protected virtual string? DefaultHome => null;

    protected abstract Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken);
}
