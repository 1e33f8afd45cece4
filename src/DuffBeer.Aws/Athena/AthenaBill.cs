using DuffBeer.Core.Costs;

namespace DuffBeer.Aws.Athena;

/// <summary>What Athena charges for an execution that has ended.</summary>
/// <remarks>
/// Bytes scanned are rounded up to a megabyte, and are ten at least, for each statement that ran. One that failed or was answered
/// from an earlier result costs nothing.
/// </remarks>
static class AthenaBill
{
    const long Megabyte = 1 << 20;
    const long Least = 10 * Megabyte;

    public static CostDrivers Of(QueryExecution execution)
    {
        var scanned = execution.Statistics?.DataScannedInBytes ?? 0;
        var isReused = execution.Statistics?.ResultReuseInformation?.ReusedPreviousResult ?? false;
        var billed = execution.Status.State switch
        {
            "SUCCEEDED" when !isReused => Rounded(scanned),
            // Stopped on the way: by what it had scanned until then.
            "CANCELLED" when scanned > 0 => Rounded(scanned),
            _ => 0,
        };
        return new() { Statements = 1, BytesScanned = scanned, BytesBilled = billed };
    }

    static long Rounded(long bytes) => Math.Max(Least, (bytes + Megabyte - 1) / Megabyte * Megabyte);
}
