using DuffBeer.Api.Http;
using DuffBeer.Core.Failures;

namespace DuffBeer.Local.Rendering;

/// <summary>A problem on standard error: a line for people, or with --json the API's problem.</summary>
static class ProblemText
{
    public static void Write(TextWriter error, Problem problem, bool json)
    {
        if (json)
        {
            JsonText.Write(error, ApiProblem.Of(problem.Code, problem.Message).ToAnswer(), ApiJson.Readable.ProblemAnswer);
            return;
        }

        foreach (var line in $"error {problem.Code}: {problem.Message}".ReplaceLineEndings("\n").Split('\n'))
            error.WriteLine(DisplayText.Printable(line));
    }
}
