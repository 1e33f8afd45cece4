using System.CommandLine;
using DuffBeer.Api.Keys;
using DuffBeer.Local.Serving;

namespace DuffBeer.Local.Commands;

sealed class KeyCommand : DuffBeerCommand
{
    readonly Argument<string> _name = new("NAME") { Description = "Name of the key; a new key replaces one of the same name" };
    readonly Option<Scope?[]> _scopes = new("--scope")
    {
        Description = $"What the key allows; may be repeated: {CheckedOption.Names<Scope>()} (default: all)",
        CustomParser = result => [.. result.Tokens.Select(token => Read(token.Value, result.AddError))],
        HelpName = "SCOPE",
    };

    public KeyCommand(CommandHost host)
        : base("key", "Create an API key, for 'serve --listen'. It is shown once and not stored.", host)
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
        invocation.Terminal.Error.WriteLine("Send it as the header x-functions-key. Only its hash is stored.");
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
