using System.Text.Json;
using DuffBeer.Local.Commands;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Commands;

/// <summary>Exit code and output of a call of <c>duffbeer</c>.</summary>
sealed record Call(int Code, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;
}

/// <summary>Calls the command line over a fake workspace, with writers instead of the terminal.</summary>
sealed class Shell(FakeWorkspace workspace)
{
    public bool IsTerminal { get; init; }
    public bool Colors { get; init; } = true;
    public int Width { get; init; } = 120;
    public byte[] Input { get; init; } = [];
    public MemoryStream BinaryOut { get; } = new();
    public Dictionary<string, string> Variables { get; } = [];
    public int Opened { get; private set; }

    public static Task<Call> CallAsync(FakeWorkspace workspace, params string[] arguments) => new Shell(workspace).CallAsync(arguments);

    public Task<Call> CallAsync(params string[] arguments) => CallAsync(CancellationToken.None, arguments);

    public async Task<Call> CallAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine(output, error).RunAsync(arguments, cancellationToken);
        return new(code, output.ToString(), error.ToString());
    }

    public IReadOnlyList<string> MistakesOf(params string[] arguments) =>
        CommandLine(TextWriter.Null, TextWriter.Null).MistakesOf(arguments);

    CommandLine CommandLine(TextWriter output, TextWriter error) => new(
        new(
            output, error, () => new MemoryStream(Input), () => BinaryOut, IsTerminal, IsTerminal, Colors, Width,
            Variables.GetValueOrDefault, TimeProvider.System),
        OpenAsync);

    Task<IWorkspace> OpenAsync(WorkspaceSettings settings, CancellationToken cancellationToken)
    {
        Opened++;
        workspace.Settings = settings;
        return Task.FromResult<IWorkspace>(workspace);
    }
}
