using System.CommandLine;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

/// <summary>One call of one command: its arguments, the terminal, and the workspace once somebody asks for it.</summary>
sealed class Invocation(ParseResult arguments, Terminal terminal, GlobalOptions globals, OpenWorkspace open) : IAsyncDisposable
{
    const string DefaultHome = ".duffbeer";

    IWorkspace? _workspace;

    public Terminal Terminal => terminal;

    public bool Json => arguments.GetValue(globals.Json);

    public string Home => Path.GetFullPath(NotEmpty(arguments.GetValue(globals.Home)) ?? NotEmpty(terminal.Variable("DUFFBEER_HOME")) ?? DefaultHome);

    public T? Value<T>(Option<T> option) => arguments.GetValue(option);

    public T? Value<T>(Argument<T> argument) => arguments.GetValue(argument);

    public async Task<IWorkspace> WorkspaceAsync(CancellationToken cancellationToken) =>
        _workspace ??= await open(new(Home, arguments.GetValue(globals.Definitions), arguments.GetValue(globals.Now)), cancellationToken);

    public ValueTask DisposeAsync() => _workspace?.DisposeAsync() ?? ValueTask.CompletedTask;

    static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
