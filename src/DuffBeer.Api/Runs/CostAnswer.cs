using DuffBeer.Core.Costs;

namespace DuffBeer.Api.Runs;

/// <summary>What a run or a refresh took, and what that costs.</summary>
/// <param name="BytesRead">Of the source as it is stored, each as often as it was read.</param>
/// <param name="BytesWritten">Of objects written to the lake.</param>
/// <param name="BytesDownloaded">Sent by a store over the network; 0 of a folder.</param>
/// <param name="BytesUploaded">Sent to a store over the network; 0 to a folder.</param>
/// <param name="ActivityMilliseconds">Of activities, those side by side added up.</param>
/// <param name="BytesScanned">By statements of the engine, as it says.</param>
/// <param name="BytesBilled">The same as the engine bills them.</param>
/// <param name="Dollars">An estimate in US dollars by the price table of the time when it ended.</param>
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
