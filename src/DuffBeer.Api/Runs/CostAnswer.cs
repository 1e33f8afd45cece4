using DuffBeer.Core.Costs;

namespace DuffBeer.Api.Runs;

/// <summary>The cost drivers of a run or a refresh, and their price.</summary>
/// <param name="BytesRead">Bytes of the stored source, counted each time they were read.</param>
/// <param name="BytesWritten">Bytes of objects written to the lake.</param>
/// <param name="BytesDownloaded">Bytes received from a store over the network; 0 for a folder.</param>
/// <param name="BytesUploaded">Bytes sent to a store over the network; 0 for a folder.</param>
/// <param name="ActivityMilliseconds">Total time of activities; concurrent ones add up.</param>
/// <param name="BytesScanned">Bytes that the engine reports as scanned.</param>
/// <param name="BytesBilled">Bytes that the engine bills.</param>
/// <param name="Dollars">Estimate in US dollars by the price table at the end of the run or refresh.</param>
public sealed record CostAnswer(
    long BytesRead, long BytesWritten, long BytesDownloaded, long BytesUploaded, long ActivityMilliseconds,
    long ReadRequests, long WriteRequests, long ListRequests, long DeleteRequests, long CatalogRequests, long Statements, long BytesScanned,
    long BytesBilled, decimal Dollars)
{
    public static CostAnswer? Of(RunCost? cost) => cost is not { Drivers: var drivers } ? null : new(
        drivers.BytesRead, drivers.BytesWritten, drivers.BytesDownloaded, drivers.BytesUploaded, drivers.ActivityMilliseconds,
        drivers.ReadRequests, drivers.WriteRequests, drivers.ListRequests, drivers.DeleteRequests, drivers.CatalogRequests,
        drivers.Statements, drivers.BytesScanned, drivers.BytesBilled, cost.Dollars);
}
