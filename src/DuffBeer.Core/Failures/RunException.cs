namespace DuffBeer.Core.Failures;

/// <summary>A stable code and a sentence that says what was expected, what was found and what to do next.</summary>
public sealed record Problem(ProblemCode Code, string Message)
{
    /// <summary>For whoever was handed the problem of a call and fails with it.</summary>
    public TerminalException ToException() => new(Code, Message);
}

/// <summary>A run that broke. A row that breaks is never an exception: it is a reject.</summary>
public abstract class RunException(ProblemCode code, string message, Exception? inner) : Exception(message, inner)
{
    public ProblemCode Code { get; } = code;
}

/// <summary>May succeed when tried again: thrown, and retried by whoever called the activity.</summary>
public sealed class TransientException(ProblemCode code, string message, Exception? inner = null)
    : RunException(code, message, inner);

/// <summary>No retry can cure it. It travels between activity and orchestration as an <see cref="Outcome{T}"/>.</summary>
public sealed class TerminalException(ProblemCode code, string message, Exception? inner = null)
    : RunException(code, message, inner)
{
    public Problem ToProblem() => new(Code, Message);
}
