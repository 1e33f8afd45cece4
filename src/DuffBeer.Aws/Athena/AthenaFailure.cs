using System.Globalization;
using System.Text.RegularExpressions;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Athena;

/// <summary>Maps a query that did not succeed to a failure of ours.</summary>
static partial class AthenaFailure
{
    const int System = 1;

    static readonly string[] s_curable = ["Rate exceeded", "SlowDown", "Please reduce your request rate", "INTERNAL_ERROR", "Throttl"];
    static readonly string[] s_denied =
    [
        "Access Denied", "AccessDenied", "Insufficient permissions", "not authorized to perform", "PERMISSION_DENIED", "Permission denied",
    ];
    static readonly string[] s_noBucket = ["NoSuchBucket", "bucket does not exist"];

    public static RunException Of(QueryExecution execution, string workGroup, int firstLine)
    {
        var (status, error) = (execution.Status, execution.Status.AthenaError);
        var reason = status.StateChangeReason ?? error?.ErrorMessage ?? $"Athena gives no reason for the state {status.State}.";
        if (status.State == "CANCELLED")
            return new TerminalException(ProblemCode.ModelFailed, $"Athena stopped the query {execution.QueryExecutionId}: {reason}");
        if (EnforcedLocation(reason, workGroup) is { } enforced)
            return enforced;
        if (Has(reason, s_denied))
            return new TerminalException(
                ProblemCode.EngineUnavailable,
                $"Athena lacks a permission for what the query {execution.QueryExecutionId} reads or writes: {reason}");
        if (Has(reason, s_noBucket))
            return new TerminalException(
                ProblemCode.EngineUnavailable,
                $"A bucket that the query {execution.QueryExecutionId} reads or writes does not exist: {reason}");
        return error?.Retryable == true || error?.ErrorCategory == System || Has(reason, s_curable)
            ? new TransientException(
                ProblemCode.EngineUnavailable, $"Athena could not run the query {execution.QueryExecutionId}: {reason}")
            : new TerminalException(ProblemCode.ModelFailed, InFile(reason, firstLine));
    }

    /// <summary>Athena reports some faults of a statement, and of its workgroup, at the start.</summary>
    public static TerminalException OfStart(TerminalException failure, string workGroup, int firstLine) =>
        EnforcedLocation(failure.Message, workGroup)
        ?? (LineOf().IsMatch(failure.Message) ? new(ProblemCode.ModelFailed, InFile(failure.Message, firstLine), failure) : failure);

    /// <summary>Whether a statement failed because the catalog lacks one of its tables.</summary>
    public static bool IsTableMissing(TerminalException failure) =>
        failure.Code == ProblemCode.ModelFailed && MissingTable().IsMatch(failure.Message);

    static TerminalException? EnforcedLocation(string reason, string workGroup) =>
        reason.Contains("enforces a centralized output location", StringComparison.OrdinalIgnoreCase)
        ? new(ProblemCode.EngineUnavailable,
            $"The workgroup {workGroup} enforces its output location, "
            + "so models cannot be written to the lake. Switch off 'Override client-side settings' "
            + $"(EnforceWorkGroupConfiguration) of {workGroup}, or name another workgroup. Athena: {reason}")
        : null;

    // The statement begins on the first line of what Athena receives, so line numbers differ from the file's by a constant.
    static string InFile(string reason, int firstLine) => LineOf().Replace(
        reason, match => string.Create(CultureInfo.InvariantCulture, $"line {LineIn(match) + firstLine - 1}:"));

    static int LineIn(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    static bool Has(string reason, string[] words) =>
        Array.Exists(words, word => reason.Contains(word, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\bTABLE_NOT_FOUND\b|\bTable '?awsdatacatalog\.\S+ does not exist", RegexOptions.IgnoreCase)]
    private static partial Regex MissingTable();

    [GeneratedRegex(@"\bline (\d+):")]
    private static partial Regex LineOf();
}
