using System.CommandLine;
using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

/// <summary>One call of one command: its arguments, the terminal, and the workspace once somebody asks for it.</summary>
sealed class Invocation(ParseResult arguments, Terminal terminal, GlobalOptions globals, OpenWorkspace open) : IAsyncDisposable
{
    const string DefaultHome = ".duffbeer";
    const string ChunkBytes = "DUFFBEER_CHUNK_BYTES";
    const string HashKey = "DUFFBEER_HASH_KEY";

    IWorkspace? _workspace;

    public Terminal Terminal => terminal;

    public bool Json => arguments.GetValue(globals.Json);

    public string Home => Path.GetFullPath(NotEmpty(arguments.GetValue(globals.Home)) ?? NotEmpty(terminal.Variable("DUFFBEER_HOME")) ?? DefaultHome);

    public T? Value<T>(Option<T> option) => arguments.GetValue(option);

    public T? Value<T>(Argument<T> argument) => arguments.GetValue(argument);

    public async Task<IWorkspace> WorkspaceAsync(CancellationToken cancellationToken) =>
        _workspace ??= await open(new(Home, arguments.GetValue(globals.Definitions), arguments.GetValue(globals.Now)) { Ingest = Ingest() }, cancellationToken);

    public ValueTask DisposeAsync() => _workspace?.DisposeAsync() ?? ValueTask.CompletedTask;

    IngestSettings Ingest()
    {
        var settings = new IngestSettings { HashKey = NotEmpty(terminal.Variable(HashKey)) };
        // Smaller chunks need less memory and lose less work in a crash; larger ones cost less overhead.
        if (NotEmpty(terminal.Variable(ChunkBytes)) is not { } text)
            return settings;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0
            ? settings with { ChunkBytes = bytes }
            : throw new TerminalException(ProblemCode.BadRequest, $"{ChunkBytes} expects a number of bytes from 1, but found '{text}'. Unset it for the default.");
    }

    static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
