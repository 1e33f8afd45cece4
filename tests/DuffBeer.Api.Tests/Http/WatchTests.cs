using System.Diagnostics;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Http;

public sealed class WatchTests
{
    [Fact]
    public async Task A_file_that_is_moved_into_landing_is_ingested_by_itself()
    {
        await using var server = await Server.StartAsync(watch: true);
        server.Put("duff/orders/.a.csv", Csv.Header + Csv.Rows(3));
        var hidden = Path.Combine(server.Home.Landing, "duff/orders/.a.csv");
        File.SetLastWriteTimeUtc(hidden, DateTime.UtcNow.AddHours(-1));
        File.Move(hidden, Path.Combine(server.Home.Landing, "duff/orders/a.csv"));

        var runs = await server.UntilAsync("/api/runs?status=Completed", page => page.GetProperty("runs").GetArrayLength() == 1);
        Assert.Equal(3, runs.GetProperty("runs")[0].GetProperty("ledger").GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Temporary_names_are_passed_over_and_what_no_contract_wants_is_named()
    {
        await using var server = await Server.StartAsync(watch: true);
        foreach (var name in (string[])["duff/orders/b.csv.part", "duff/orders/c.csv~", "notes/read.me", "duff/orders/UPPER.CSV"])
        {
            server.Put("duff/orders/.next", Csv.Header + Csv.Rows(3));
            var next = Path.Combine(server.Home.Landing, "duff/orders/.next");
            var path = Path.Combine(server.Home.Landing, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.SetLastWriteTimeUtc(next, DateTime.UtcNow.AddHours(-1));
            File.Move(next, path);
        }

        await NoticedAsync(server, "notes/read.me: No contract matches the key.");
        var runs = await server.UntilAsync("/api/runs?status=Completed", page => page.GetProperty("runs").GetArrayLength() == 1);
        Assert.Equal("duff/orders/UPPER.CSV", runs.GetProperty("runs")[0].GetProperty("source").GetString());
        lock (server.Notices)
            Assert.DoesNotContain(server.Notices, notice => notice.Contains(".part", StringComparison.Ordinal));
        var unwanted = (await server.PostAsync("/api/reconcile")).Json.GetProperty("unwanted");
        Assert.Equal(["notes/read.me"], unwanted.EnumerateArray().Select(key => key.GetString()));
    }

    /// <summary>The copy takes longer than the watch waits after the last change.</summary>
    [Fact]
    public async Task A_file_that_is_being_copied_is_read_once_and_whole()
    {
        await using var server = await Server.StartAsync(watch: true);
        var path = Path.Combine(server.Home.Landing, "duff/orders/slow.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var copying = Stopwatch.StartNew();
        var rows = 0;
        await using (var file = new StreamWriter(path))
        {
            await file.WriteAsync(Csv.Header);
            while (copying.Elapsed < TimeSpan.FromSeconds(4))
            {
                await file.WriteAsync(Csv.Row(++rows));
                await file.FlushAsync();
                await Task.Delay(100);
            }
        }

        var runs = await server.UntilAsync("/api/runs?status=Completed", page => page.GetProperty("runs").GetArrayLength() > 0);
        Assert.Equal(
            rows, Assert.Single(runs.GetProperty("runs").EnumerateArray()).GetProperty("ledger").GetProperty("accepted").GetInt32());
        Assert.Single((await server.GetAsync("/api/runs")).Json.GetProperty("runs").EnumerateArray());
    }

    [Fact]
    public async Task A_landing_folder_that_goes_away_is_watched_again_once_it_is_back()
    {
        var server = await Server.StartAsync(watch: true);
        Directory.Delete(server.Home.Landing, recursive: true);
        await NoticedAsync(server, "cannot be watched");
        Directory.CreateDirectory(server.Home.Landing);
        await NoticedAsync(server, "can be read again");
        server.Put("duff/orders/a.csv", Csv.Header + Csv.Rows(3));

        await server.UntilAsync("/api/runs?status=Completed", page => page.GetProperty("runs").GetArrayLength() == 1);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_whose_landing_folder_is_gone_stops_as_usual()
    {
        var server = await Server.StartAsync(watch: true);
        Directory.Delete(server.Home.Landing, recursive: true);
        await NoticedAsync(server, "cannot be watched");

        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_newer_version_of_a_file_replaces_the_older_one_by_itself()
    {
        await using var server = await Server.StartAsync(watch: true);
        Put(Csv.Rows(3), hours: -2);
        await server.UntilAsync("/api/runs?status=Completed", page => page.GetProperty("runs").GetArrayLength() == 1);
        Put(Csv.Rows(5), hours: -1);
        await server.UntilAsync("/api/runs?status=Completed", page => page.GetProperty("runs").GetArrayLength() == 2);

        Assert.Equal(5, Assert.Single(await server.PublishedAsync()).Rows);

        void Put(string rows, int hours)
        {
            server.Put("duff/orders/.next.csv", Csv.Header + rows);
            var next = Path.Combine(server.Home.Landing, "duff/orders/.next.csv");
            File.SetLastWriteTimeUtc(next, DateTime.UtcNow.AddHours(hours));
            File.Move(next, Path.Combine(server.Home.Landing, "duff/orders/a.csv"), overwrite: true);
        }
    }

    static async Task NoticedAsync(Server server, string words)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            lock (server.Notices)
            {
                if (server.Notices.Any(notice => notice.Contains(words, StringComparison.Ordinal)))
                    return;
            }

            Assert.True(DateTime.UtcNow < deadline, $"Nothing says '{words}'.");
            await Task.Delay(20);
        }
    }
}
