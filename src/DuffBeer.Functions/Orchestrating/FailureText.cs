using System.Text.RegularExpressions;
using DuffBeer.Core.Failures;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Carries a problem's code in the text of an exception: only the text survives between processes.</summary>
static class FailureText
{
    // Hosts add text before it and stack traces after it.
    static readonly Regex s_marked = new(@"<([A-Za-z]+)> ([^\r\n]*)");

    /// <summary>Awaits an activity or orchestration; a transient failure is thrown with its code in the text.</summary>
    public static async Task<Outcome<T>> OfAsync<T>(Task<T> work)
    {
        try
        {
            return await Outcome.OfAsync(work);
        }
        catch (TransientException failure)
        {
            throw new TransientException(failure.Code, $"<{failure.Code}> {failure.Message}", failure);
        }
    }

    /// <summary>The failure of the last try.</summary>
    public static TerminalException ToTerminal(string text, Exception inner)
    {
        var marked = s_marked.Match(text);
        return marked.Success && Enum.TryParse<ProblemCode>(marked.Groups[1].Value, out var code)
            ? new(code, marked.Groups[2].Value.Trim(), inner)
            : new(ProblemCode.Internal, text, inner);
    }
}
