namespace DuffBeer.Reliability.Tests.Crash;

/// <summary>One command of the story, which a sweep strikes at changes of files.</summary>
/// <param name="Name">What it does, for the report.</param>
/// <param name="Arguments">The command without the options of every command.</param>
/// <param name="IsStruck">False for what only prepares the next one.</param>
sealed record Act(string Name, Func<Stage, Task<IReadOnlyList<string>>> Arguments, bool IsStruck = true)
{
    /// <summary>How long after the act before it.</summary>
    public TimeSpan Later { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What no file of the home has afterwards.</summary>
    public string? Erases { get; init; }

    public static Act Of(string name, params string[] arguments) =>
        new(name, _ => Task.FromResult<IReadOnlyList<string>>(arguments));
}
