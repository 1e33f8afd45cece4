using DuffBeer.Core.Failures;
using DuffBeer.Core.Reports;

namespace DuffBeer.Reliability.Tests.Crash;

/// <summary>A reader that polls all the while. Every snapshot's reports must add up to the same orders, the same each time.</summary>
sealed class Onlooker(Stage stage) : IAsyncDisposable
{
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    readonly CancellationTokenSource _stop = new();
    readonly Dictionary<string, long> _orders = [];
    Task? _reading;

    /// <summary>Reports that it read.</summary>
    public int Reads { get; private set; }

    /// <summary>What was wrong; null so far.</summary>
    public string? Mix { get; private set; }

    public Onlooker Begin()
    {
        _reading = Task.Run(ReadAsync);
        return this;
    }

    /// <summary>Stops reading; what it found is complete then.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        if (_reading is not null)
            await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stop.Dispose();
    }

    async Task ReadAsync()
    {
        try
        {
            await PollAsync();
        }
        catch (RunException failure)
        {
            Mix = $"A reader failed: {failure.Message}";
        }
    }

    async Task PollAsync()
    {
        await using var workspace = stage.Open();
        while (!_stop.IsCancellationRequested && Mix is null)
        {
            // The first command creates the home.
            if (Directory.Exists(Path.Combine(stage.Home, "lake")))
            {
                foreach (var name in HomeState.Reports)
                    Look(name, await workspace.ReportAsync(new(name, []), default));
            }

            await Task.Delay(s_pause);
        }
    }

    void Look(string name, ReportResult report)
    {
        Reads++;
        var snapshot = report.SnapshotId ?? "none";
        var orders = OrdersOf(report);
        if (!_orders.TryAdd(snapshot, orders) && _orders[snapshot] != orders)
            Mix = $"In snapshot {snapshot} the report {name} has {orders} orders, another one {_orders[snapshot]}.";
    }

    static long OrdersOf(ReportResult report)
    {
        var column = report.Report.Columns.Select(column => column.Name).ToList().FindIndex(name => name is "orders" or "total_orders");
        return report.Rows.Sum(row => (long)row[column]!);
    }
}
