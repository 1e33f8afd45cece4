namespace DuffBeer.Core.Failures;

/// <summary>A stable code and a sentence that says what was expected, what was found and what to do next.</summary>
public sealed record Problem(ProblemCode Code, string Message)
{
    /// <summary>The exception to throw when the problem of a call fails its caller.</summary>
    public TerminalException ToException() => new(Code, Message);
}

/// <summary>A run failed. A bad row is never an exception: it is a reject.</summary>
public abstract class RunException(ProblemCode code, string message, Exception? inner) : Exception(message, inner)
{
    public ProblemCode Code { get; } = code;
}

/// <summary>May succeed when tried again: it is thrown, and the caller of the activity retries it.</summary>
public sealed class TransientException(ProblemCode code, string message, Exception? inner = null)
    : RunException(code, message, inner);

/// <summary>No retry can fix it. It travels between activity and orchestration as an <see cref="Outcome{T}"/>.</summary>
public sealed class TerminalException(ProblemCode code, string message, Exception? inner = null)
    : RunException(code, message, inner)
{
    public Problem ToProblem() => new(Code, Message);
}
