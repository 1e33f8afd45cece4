using DuffBeer.Core.Failures;
using DuffBeer.Local.Tests.Generate;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Commands;

public sealed class DemoCommandTests : IDisposable
{
    readonly TemporaryFolder _home = new();
    readonly FakeWorkspace _workspace = new()
    {
        Defined =
        [
            .. new[]
            {
                "order-status", "sales-by-product", "customer-segments", "price-history"
            }.Select(name => Answers.SalesByProduct.Report with { Name = name })
        ],
    };

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_demo_generates_data_ingests_refreshes_and_prints_the_key_reports()
    {
        var call = await DemoAsync();

        Assert.Equal(0, call.Code);
        Assert.Equal(
            [
                .. Enumerable.Repeat("duff_orders", 12),
                "retail_orders", "order_items", "order_item_options", "date_dim", "restaurant_locations",
            ],
            _workspace.Ingested.Select(request => request.Dataset));
        var weeks = _workspace.Ingested[..12].Select(request => request.Source.Path).ToList();
        var rows = weeks.SelectMany((path, week) => File.ReadAllBytes(path).Skip(week == 0 ? 0 : Header(path)));
        Assert.Equal(await Samples.BytesAsync(new(500)), rows.ToArray());
        Assert.Equal(
            Enumerable.Range(0, 11).Select(_ => 7),
            weeks.Zip(weeks.Skip(1), (week, next) => (File.GetLastWriteTimeUtc(next) - File.GetLastWriteTimeUtc(week)).Days));
        Assert.Single(_workspace.Refreshed);
        Assert.Equal(["sales-by-product", "order-status", "customer-segments"], _workspace.Reported.Select(report => report.Name));
    }

    [Fact]
    public async Task Each_step_has_a_title_and_the_last_names_the_next_commands()
    {
        var call = await DemoAsync();

        foreach (var title in new[]
            {
            "1. Sample data: 500 Duff orders",
            "2. Ingest",
            "3. Models",
            "4. Reports",
            "5. Next steps",
            "duffbeer rejects duff_orders-0123456789abcdef"
            })
            Assert.Contains(title, call.Error, StringComparison.Ordinal);
        foreach (var result in new[] { "1000006", "Duff Classic" })
            Assert.Contains(result, call.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_has_a_home_of_its_own_and_says_how_to_use_the_real_one()
    {
        var own = Path.GetFullPath(".duffbeer-demo");
        try
        {
            var shell = new Shell(_workspace) { Variables = { ["DUFFBEER_HOME"] = _home["real"] } };
            var call = await shell.CallAsync("demo", "--rows", "1", "--no-serve");

            Assert.Equal((0, own), (call.Code, _workspace.Settings!.Home));
            Assert.Contains("--home .duffbeer-demo", call.Error, StringComparison.Ordinal);
            Assert.Contains($"the real home, {_home["real"]}:", call.Error, StringComparison.Ordinal);
            Assert.Contains("duffbeer ingest YOUR.csv", call.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(_home["real"]));
        }
        finally
        {
            Directory.Delete(own, recursive: true);
        }
    }

    [Fact]
    public async Task A_second_demo_reuses_the_file_of_the_first()
    {
        await DemoAsync();
        var written = File.GetLastWriteTimeUtc(_workspace.Ingested[0].Source.Path);
        await DemoAsync();

        Assert.Equal(
            _workspace.Ingested[..17].Select(request => request.Source), _workspace.Ingested[17..].Select(request => request.Source));
        Assert.Equal(written, File.GetLastWriteTimeUtc(_workspace.Ingested[0].Source.Path));
    }

    [Fact]
    public async Task With_json_the_demo_prints_one_document()
    {
        var call = await Shell.CallAsync(_workspace, "demo", "--rows", "500", "--json", "--home", _home.Path);

        Assert.Equal(3, call.Json.GetProperty("reports").GetArrayLength());
    }

    [Fact]
    public async Task A_failed_run_ends_the_demo()
    {
        _workspace.Ingest = _ => Answers.Ended(Answers.Failed(ProblemCode.RejectBudgetExceeded));

        var call = await DemoAsync();

        Assert.Equal(3, call.Code);
        Assert.Empty(_workspace.Reported);
    }

    Task<Call> DemoAsync() => Shell.CallAsync(_workspace, "demo", "--rows", "500", "--no-serve", "--home", _home.Path);

    /// <summary>Bytes of a file's first line.</summary>
    static int Header(string path) => Array.IndexOf(File.ReadAllBytes(path), (byte)'\n') + 1;
}
