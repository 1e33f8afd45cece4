namespace DuffBeer.Core.Failures;

/// <summary>What an activity sends over the wire: its value, or the problem that no retry can cure.</summary>
/// <remarks>Only what may succeed later is thrown, so the host can retry every exception without asking its type.</remarks>
public sealed record Outcome<T>(T? Value, Problem? Problem)
{
    public T Unwrap() => Problem is null ? Value! : throw Problem.ToException();
}

public static class Outcome
{
    /// <summary>Awaits an activity; a <see cref="TerminalException"/> becomes a value, all else is thrown.</summary>
    public static async Task<Outcome<T>> OfAsync<T>(Task<T> activity)
    {
        try
        {
            return new(await activity, null);
        }
        catch (TerminalException terminal)
        {
            return new(default, terminal.ToProblem());
        }
    }
}
