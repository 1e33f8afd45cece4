namespace DuffBeer.Core.Failures;

/// <summary>What an activity sends over the wire: its value, or a problem that no retry can fix.</summary>
/// <remarks>Only failures that may succeed later are thrown, so the host can retry every exception regardless of type.</remarks>
public sealed record Outcome<T>(T? Value, Problem? Problem)
{
    public T Unwrap() => Problem is null ? Value! : throw Problem.ToException();
}

public static class Outcome
{
    /// <summary>Awaits an activity; a <see cref="TerminalException"/> becomes a value, everything else is thrown.</summary>
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
