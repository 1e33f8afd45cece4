using DuffBeer.Core.Reports;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Crash;

/// <summary>A reader that polls all the while and records, for each snapshot, what the reports add up to.</summary>
sealed class SnapshotWatch(Home home) : IAsyncDisposable
{
    public static readonly string[] Reports = ["order-status", "sales-by-channel", "sales-by-product", "client-orders"];

    readonly CancellationTokenSource _stop = new();
    readonly HashSet<(string Snapshot, string Report, long Orders)> _seen = [];
    Task? _reading;

    public SnapshotWatch Begin()
    {
        _reading = Task.Run(ReadAsync);
        return this;
    }

    /// <summary>The observations after it stopped: one number of orders per snapshot and report, unless a reader saw a mix.</summary>
    public async Task<IReadOnlyCollection<(string Snapshot, string Report, long Orders)>> EndAsync()
    {
        await _stop.CancelAsync();
        await _reading!;
        return _seen;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stop.Dispose();
    }

    async Task ReadAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await home.AskAsync(async workspace =>
            {
                foreach (var name in Reports)
                {
                    var report = await workspace.ReportAsync(new(name, []), default);
                    _seen.Add((report.SnapshotId ?? "none", name, Orders(report)));
                }

                return true;
            });
            await Task.Delay(100);
        }
    }

    static long Orders(ReportResult report)
    {
        var column = report.Report.Columns.Select(column => column.Name).ToList().FindIndex(name => name is "orders" or "total_orders");
        return report.Rows.Sum(row => (long)row[column]!);
    }
}
