using System.CommandLine;
using DuffBeer.Api.Keys;
using DuffBeer.Local.Serving;

namespace DuffBeer.Local.Commands;

sealed class KeyCommand : DuffBeerCommand
{
    readonly Argument<string> _name = new("NAME") { Description = "Whose key it is; a new one takes the place of an old one" };
    readonly Option<Scope?[]> _scopes = new("--scope")
    {
        Description = $"What it opens, may be repeated: {CheckedOption.Names<Scope>()} (default: all)",
        CustomParser = result => [.. result.Tokens.Select(token => Read(token.Value, result.AddError))],
        HelpName = "SCOPE",
    };

    public KeyCommand(CommandHost host)
        : base("key", "Make a key of the API, for 'serve --listen'. It is shown once and kept nowhere.", host)
    {
        Add(_name);
        Add(_scopes);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        Scope[] scopes = [.. (invocation.Value(_scopes) ?? []).OfType<Scope>().Distinct()];
        var keys = new KeyFile(invocation.Home);
        var key = await keys.MakeAsync(invocation.Value(_name)!, scopes.Length == 0 ? Enum.GetValues<Scope>() : scopes, cancellationToken);
        invocation.Terminal.Out.WriteLine(key);
        invocation.Terminal.Error.WriteLine("Send it as header x-functions-key. It is not kept here: only its hash is.");
        return ExitCode.Done;
    }

    static Scope? Read(string text, Action<string> addError)
    {
        if (CheckedOption.TryReadName<Scope>(text, out var scope))
            return scope;
        addError($"--scope expects one of {CheckedOption.Names<Scope>()}, but found '{text}'.");
        return null;
    }
}
