using DuffBeer.Core.Costs;

namespace DuffBeer.Aws.Athena;

/// <summary>What Athena charges for an execution.</summary>
/// <remarks>
/// Athena rounds scanned bytes up to a megabyte and charges at least ten per statement that ran. A failed statement, or one answered
/// from an earlier result, is free.
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
            // A cancelled statement is charged for what it had scanned.
            "CANCELLED" when scanned > 0 => Rounded(scanned),
            _ => 0,
        };
        return new() { Statements = 1, BytesScanned = scanned, BytesBilled = billed };
    }

    /// <summary>Of a statement that runs and scans so many bytes.</summary>
    public static CostDrivers Of(long scanned) => new() { Statements = 1, BytesScanned = scanned, BytesBilled = Rounded(scanned) };

    static long Rounded(long bytes) => Math.Max(Least, (bytes + Megabyte - 1) / Megabyte * Megabyte);
}
