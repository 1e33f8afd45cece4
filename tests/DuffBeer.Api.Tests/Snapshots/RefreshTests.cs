using System.Net;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Wiring;

namespace DuffBeer.Api.Tests.Snapshots;

public sealed class RefreshTests
{
    [Fact]
    public async Task A_refresh_that_the_server_was_stopped_in_is_done_by_the_next_start()
    {
        using var home = new TemporaryFolder();
        string asked;
        await using (var server = await Server.StartAsync(home: home.Path))
        {
            await server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(3));
            asked = (await server.PostAsync("/api/refresh", """{"models":["fact_orders"],"settings":{"as_of":"2026-01-31"}}""")).Json
                .GetProperty("statusQueryGetUri")
                .GetString()!;
        }

        await using (var server = await Server.StartAsync(home: home.Path))
        {
            var ended = await EndAsync(server, asked);
            Assert.Equal(
                ("Completed", "fact_orders"), (ended.GetProperty("runtimeStatus").GetString(), ended.GetProperty("asked")[0].GetString()));
            Assert.Equal("2026-01-31", (await server.GetAsync("/api/reports/sales-by-product")).Json.GetProperty("asOf").GetString());
        }
    }

    [Fact]
    public async Task What_a_run_published_is_shown_where_the_server_was_killed_before_the_end_was_published()
    {
        using var folder = new TemporaryFolder();
        var home = new HomeDirectory(folder.Path);
        home.Create();
        using var killed = new CancellationTokenSource();
        using (
            var runtime = new EmbeddedRuntime(home, new(DomainDefinitions.Duff), new(), TimeProvider.System) { Events = new Deaf(killed) })
        using (var orchestrations = await Orchestrations.OpenAsync(home, runtime, TimeProvider.System, _ => { }, default))
        {
            Directory.CreateDirectory(Path.Combine(home.Landing, "duff/orders"));
            await File.WriteAllTextAsync(Path.Combine(home.Landing, "duff/orders/a.csv"), Csv.Header + Csv.Rows(3));
            var stat = (await runtime.Landing.StatAsync("duff/orders/a.csv", default))!;
            var start = await runtime.Core.Starts.ForAsync(
                runtime.Definitions.Datasets.FindAt("duff_orders", stat.LastModified)!, runtime.Stores.Bucket, stat, default);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => orchestrations.IngestAsync(start.Record, verify: false, killed.Token));
            Assert.Equal(RunStatus.Completed, (await runtime.Runs.GetAsync(start.Record.Id, default)).Status);
        }

        await using var server = await Server.StartAsync(home: folder.Path);
        await server.UntilAsync("/api/snapshots", page => page.GetProperty("snapshots").GetArrayLength() == 1);
    }

    [Fact]
    public async Task A_refresh_whose_end_cannot_be_written_is_not_the_last()
    {
        await using var server = await Server.StartAsync();
        await server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(3));
        var asked = (await server.PostAsync("/api/refresh")).Json.GetProperty("id").GetString()!;
        var record = Path.Combine(server.Home.Lake, LakeKeys.Refresh(asked).Replace('/', Path.DirectorySeparatorChar));
        File.Delete(record);
        Directory.CreateDirectory(record);

        // One that has not begun would take the next ask in.
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (!IsTold(server, asked))
        {
            Assert.True(DateTime.UtcNow < deadline);
            await Task.Delay(20);
        }

        var after = await server.RefreshAsync("""{"models":["fact_orders"]}""");
        Assert.Equal("Completed", after.GetProperty("runtimeStatus").GetString());
    }

    [Theory]
    [InlineData("""{"models":[null]}""")]
    [InlineData("""{"settings":{"as_of":null}}""")]
    public async Task Null_is_neither_a_model_nor_a_value_of_a_setting(string body)
    {
        await using var server = await Server.StartAsync();
        Assert.Equal("BadRequest", (await server.PostAsync("/api/refresh", body)).Problem(HttpStatusCode.BadRequest));
    }

    sealed class Deaf(CancellationTokenSource killed) : IEventPublisher
    {
        public async Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken)
        {
            if (detailType != Announcement.RunCompleted)
                return;
            await killed.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    static bool IsTold(Server server, string refresh)
    {
        lock (server.Notices)
            return server.Notices.Exists(notice => notice.Contains(refresh, StringComparison.Ordinal));
    }

    static Task<JsonElement> EndAsync(Server server, string refresh) =>
        server.UntilAsync(refresh, detail => detail.GetProperty("runtimeStatus").GetString() != "Running");
}
