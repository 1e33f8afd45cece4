using DuffBeer.Api.Runs;
using DuffBeer.Core.Failures;

namespace DuffBeer.Local.Rendering;

/// <summary>A problem on standard error: a line for people, or <c>{"problem": {"code", "message"}}</c>.</summary>
static class ProblemText
{
    public static void Write(TextWriter error, Problem problem, bool json)
    {
        if (json)
        {
            JsonText.Write(error, new ProblemAnswer(RunProblem.Of(problem)!), WireJson.Default.ProblemAnswer);
            return;
        }

        foreach (var line in $"error {problem.Code}: {problem.Message}".ReplaceLineEndings("\n").Split('\n'))
            error.WriteLine(DisplayText.Printable(line));
    }
}
