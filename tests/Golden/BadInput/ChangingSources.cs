using DuffBeer.Core.Failures;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.BadInput;

/// <summary>Files that are sent again, change, vanish or arrive late.</summary>
public sealed class ChangingSources
{
    [Fact]
    public async Task The_same_file_again_is_already_done()
    {
        using var home = new Home();
        var first = await home.IngestAsync("orders.csv", Csv.Header + Csv.Rows(5));
        var keys = await home.KeysAsync();
        var again = await home.IngestAsync("orders.csv", Csv.Header + Csv.Rows(5));

        Assert.False(first.AlreadyDone);
        Assert.True(again.AlreadyDone);
        Assert.Equal(first.Record.Id, again.Record.Id);
        Assert.Equal(keys, await home.KeysAsync());
    }

    [Fact]
    public async Task A_changed_file_at_the_same_path_replaces_its_rows()
    {
        using var home = new Home();
        await home.IngestAsync("orders.csv", Csv.Header + Csv.Rows(5));
        await home.IngestAsync("others.csv", Csv.Header + Csv.Rows(2, first: 100));
        await home.IngestAsync("orders.csv", Csv.Header + Csv.Rows(3, first: 10));

        Assert.Equal([10L, 11L, 12L, 100L, 101L], (await home.RowsAsync("order_id")).Select(row => (long)row[0]!).Order());
    }

    [Fact]
    public async Task A_late_older_version_does_not_replace_a_newer_one()
    {
        using var home = new Home();
        var path = home.Write("orders.csv", Csv.Bytes(Csv.Header + Csv.Rows(5)));
        await home.IngestFileAsync(path);
        await File.WriteAllTextAsync(path, Csv.Header + Csv.Rows(3, first: 10));
        File.SetLastWriteTimeUtc(path, new(2025, 12, 31, 0, 0, 0, DateTimeKind.Utc));
        var late = await home.IngestFileAsync(path);

        Assert.Equal(RunStatus.Completed, late.Record.Status);
        Assert.Contains(late.Record.Warnings, warning => warning.Contains("newer version", StringComparison.Ordinal));
        Assert.Equal([1L, 2L, 3L, 4L, 5L], (await home.RowsAsync("order_id")).Select(row => row[0]));
    }

    [Fact]
    public async Task The_latest_row_of_an_order_counts_in_any_order_of_ingestion()
    {
        using var home = new Home { Definitions = DomainDefinitions.Of("duff", ["orders-by-client"]) };
        var created = home.Write("monday.csv", Csv.Bytes(Csv.Header + Csv.Row(1)));
        var delivered = home.Write("tuesday.csv", Csv.Bytes(Csv.Header + Csv.Row(1, status: "delivered")));
        await home.IngestFileAsync(delivered);
        await home.IngestFileAsync(created);
        await home.RefreshAsync();

        var order = Assert.Single((await home.ReportAsync("orders-by-client", ("client_id", "1001"))).Rows);
        Assert.Contains("delivered", order);
    }

    [Fact]
    public async Task Deleting_the_raw_file_changes_nothing()
    {
        using var home = new Home { Definitions = DomainDefinitions.Of("duff", ["order-status"]) };
        var path = home.Write("orders.csv", Csv.Bytes(Csv.Header + Csv.Rows(5)));
        await home.IngestFileAsync(path);
        await home.RefreshAsync();
        var before = await home.ReportAsync("order-status");
        File.Delete(path);
        await home.IngestAsync("others.csv", Csv.Header + Csv.Row(100, status: "broken"));
        await home.RefreshAsync();

        Assert.Equal(6, (await home.RowsAsync("order_id")).Count);
        Assert.Equal(Orders(before) + 1, Orders(await home.ReportAsync("order-status")));
    }

    [Fact]
    public async Task A_file_that_changes_between_inspect_and_transform_fails_its_run()
    {
        using var home = new Home();
        var path = home.Write("orders.csv", Csv.Bytes(Csv.Header + Csv.Rows(5)));
        var steps = Steps.Over(home);
        var run = await steps.StartAsync("duff/orders/orders.csv", path);
        await steps.Inspect.RunAsync(run, default);
        await File.AppendAllTextAsync(path, Csv.Row(6));

        var failure = await Assert.ThrowsAsync<TerminalException>(() => steps.Transform.RunAsync(new(run.RunId, run.Attempt, 0), default));
        Assert.Equal(ProblemCode.SourceChanged, failure.Code);
    }

    [Fact]
    public async Task A_file_that_vanishes_between_inspect_and_transform_fails_its_run()
    {
        using var home = new Home();
        var path = home.Write("orders.csv", Csv.Bytes(Csv.Header + Csv.Rows(5)));
        var steps = Steps.Over(home);
        var run = await steps.StartAsync("duff/orders/orders.csv", path);
        await steps.Inspect.RunAsync(run, default);
        File.Delete(path);

        var failure = await Assert.ThrowsAsync<TerminalException>(() => steps.Transform.RunAsync(new(run.RunId, run.Attempt, 0), default));
        Assert.Equal(ProblemCode.SourceMissing, failure.Code);
    }

    static long Orders(ReportResult report)
    {
        var orders = report.Report.Columns.Select(column => column.Name).ToList().IndexOf("orders");
        return report.Rows.Sum(row => (long)row[orders]!);
    }
}
