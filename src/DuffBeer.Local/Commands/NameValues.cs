using DuffBeer.Core.Failures;

namespace DuffBeer.Local.Commands;

/// <summary>Options of the form <c>NAME=VALUE</c> that may be repeated.</summary>
static class NameValues
{
    public static Dictionary<string, string> Read(string option, IEnumerable<string> given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                throw Wrong($"{option} expects NAME=VALUE, but found '{text}'.");
            if (!values.TryAdd(text[..equals], text[(equals + 1)..]))
                throw Wrong($"{option} names '{text[..equals]}' twice. Give it once.");
        }

        return values;
    }

    static TerminalException Wrong(string message) => new(ProblemCode.BadRequest, message);
}
