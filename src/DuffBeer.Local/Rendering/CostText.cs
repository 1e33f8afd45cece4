using System.Globalization;
using DuffBeer.Core.Costs;

namespace DuffBeer.Local.Rendering;

/// <summary>The cost of a run and its drivers; drivers of zero are left out.</summary>
static class CostText
{
    static readonly Heading[] s_headings = [new("cost"), new("", CellKind.Number)];

    public static void Write(Terminal terminal, RunCost cost, RunCost? earlier)
    {
        var drivers = cost.Drivers;
        (string Name, long Count)[] counts =
        [
            ("bytes read", drivers.BytesRead), ("bytes written", drivers.BytesWritten),
            ("bytes downloaded", drivers.BytesDownloaded), ("bytes uploaded", drivers.BytesUploaded),
            ("requests: read", drivers.ReadRequests), ("requests: write", drivers.WriteRequests), ("requests: list", drivers.ListRequests),
            ("requests: delete", drivers.DeleteRequests), ("requests: catalog", drivers.CatalogRequests),
            ("statements", drivers.Statements), ("bytes scanned", drivers.BytesScanned), ("bytes billed", drivers.BytesBilled),
        ];
        var lines = counts.Where(count => count.Count != 0)
            .Select(count => (string[])[count.Name, terminal.Count(count.Count)])
            .ToList();
        lines.Add([$"{terminal.TimeName()} of activities", terminal.Seconds(TimeSpan.FromMilliseconds(drivers.ActivityMilliseconds))]);
        lines.Add(["estimate", Dollars(cost.Dollars)]);
        if (earlier is not null)
            lines.Add(["  of earlier attempts", Dollars(earlier.Dollars)]);
        TextTable.Write(terminal, s_headings, lines);
    }

    /// <summary>In one line.</summary>
    public static string Line(RunCost cost) => cost.Drivers.Statements == 0
        ? $"Estimated cost: {Dollars(cost.Dollars)}."
        : $"Estimated cost: {Dollars(cost.Dollars)}, for {DisplayText.Count(cost.Drivers.Statements)} statements that scanned "
            + $"{DisplayText.Megabytes(cost.Drivers.BytesScanned)} MB.";

    public static string Dollars(decimal dollars) =>
        dollars == 0 ? "$0" : $"${dollars.ToString("0.00########", CultureInfo.InvariantCulture)}";
}
