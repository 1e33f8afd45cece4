using System.Globalization;
using System.Text.RegularExpressions;
using DuffBeer.Core.Failures;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Maps DuckDB's error messages, which begin with the kind of error, to our failures.</summary>
static partial class DuckDbFailure
{
    static readonly string[] s_curable = ["IO Error", "Out of Memory Error"];

    public static RunException Of(string message) => Array.Exists(s_curable, kind => message.StartsWith(kind, StringComparison.Ordinal))
        ? new TransientException(ProblemCode.StoreUnavailable, $"DuckDB ran out of memory or could not read or write a file: {message}")
        : new TerminalException(ProblemCode.ModelFailed, message);

    /// <summary>The failure with line numbers of the statement's file instead of the statement.</summary>
    public static TerminalException InFile(TerminalException failure, int firstLine) => new(
        failure.Code,
        LineOf().Replace(
            failure.Message,
            match => string.Create(CultureInfo.InvariantCulture, $"LINE {LineIn(match) + firstLine - 1}:")),
        failure);

    static int LineIn(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\bLINE (\d+):")]
    private static partial Regex LineOf();
}
