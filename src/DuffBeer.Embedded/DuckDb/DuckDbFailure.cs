using DuffBeer.Core.Failures;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Turns DuckDB's error message, which begins with its kind, into a failure of ours.</summary>
static class DuckDbFailure
{
    static readonly string[] s_curable = ["IO Error", "Out of Memory Error"];

    public static RunException Of(string message) => Array.Exists(s_curable, kind => message.StartsWith(kind, StringComparison.Ordinal))
        ? new TransientException(ProblemCode.StoreUnavailable, $"DuckDB could not read, write or hold what it needs: {message}")
        : new TerminalException(ProblemCode.ModelFailed, message);
}
