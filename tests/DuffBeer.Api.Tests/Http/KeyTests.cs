using System.Net;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Local.Serving;

namespace DuffBeer.Api.Tests.Http;

public sealed class KeyTests : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    readonly Dictionary<Scope, string> _keys = [];
    Server _server = null!;

    public async Task InitializeAsync()
    {
        var file = new KeyFile(_folder.Path);
        foreach (var scope in Enum.GetValues<Scope>())
            _keys[scope] = await file.MakeAsync($"{scope}", [scope], default);
        _server = await Server.StartAsync(keys: file.Read());
        _server.Http.BaseAddress = new(
            $"http://127.0.0.1:{new Uri(_server.Host.Address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)).Port}");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("GET", "/api/reports", Scope.Report)]
    [InlineData("GET", "/api/runs", Scope.Report)]
    [InlineData("POST", "/api/refresh", Scope.Operate)]
    [InlineData("GET", "/api/runs/none/rejects", Scope.Operate)]
    [InlineData("POST", "/api/reconcile", Scope.Operate)]
    [InlineData("POST", "/api/events/s3", Scope.Ingest)]
    [InlineData("POST", "/api/runs", Scope.Ingest)]
    public async Task A_route_is_open_to_keys_of_its_scope_and_to_no_other(string method, string path, Scope needed)
    {
        Assert.Equal("Unauthorized", (await AskAsync(method, path, null)).Problem(HttpStatusCode.Unauthorized));
        Assert.Equal("Unauthorized", (await AskAsync(method, path, "wrong")).Problem(HttpStatusCode.Unauthorized));
        foreach (var (scope, key) in _keys)
        {
            var answer = await AskAsync(method, path, key);
            if (scope == needed)
                Assert.False(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, answer.Text);
            else if (path == "/api/events/s3")
                // EventBridge would drop the event after a 403.
                Assert.Equal("ScopeMissing", answer.Problem(HttpStatusCode.Unauthorized));
            else
                Assert.Equal("Forbidden", answer.Problem(HttpStatusCode.Forbidden));
        }
    }

    [Fact]
    public async Task A_key_may_come_as_code_in_the_query_and_an_event_without_one_starts_nothing()
    {
        Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync($"/api/reports/order-status?code={_keys[Scope.Report]}")).Status);
        _server.Put("duff/orders/a.csv", Csv.Header + Csv.Rows(1));
        (await _server.PostAsync("/api/events/s3", S3Event.Of("duff/orders/a.csv"))).Problem(HttpStatusCode.Unauthorized);
        Assert.Empty((await _server.GetAsync($"/api/runs?code={_keys[Scope.Report]}")).Json.GetProperty("runs").EnumerateArray());
    }

    [Fact]
    public async Task Health_and_the_description_need_no_key()
    {
        foreach (var path in (string[])["/api/health/live", "/api/health/ready", "/api/openapi.json", "/api/docs"])
            Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Only_hashes_of_keys_are_kept_and_a_new_key_takes_the_place_of_an_old_one()
    {
        var file = new KeyFile(_folder.Path);
        var again = await file.MakeAsync("Report", [Scope.Report], default);

        var text = File.ReadAllText(Path.Combine(_folder.Path, "api-keys.json"));
        Assert.DoesNotContain(again, text, StringComparison.Ordinal);
        Assert.All(_keys.Values, key => Assert.DoesNotContain(key, text, StringComparison.Ordinal));
        Assert.Equal(3, file.Read().Count);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, "api-keys.json")));
    }

    [Fact]
    public async Task Keys_that_are_made_at_the_same_time_are_all_kept_and_readers_see_a_whole_file()
    {
        using var folder = new TemporaryFolder();
        var (file, isDone) = (new KeyFile(folder.Path), false);
        var reading = Task.Run(() =>
        {
            while (!Volatile.Read(ref isDone))
                file.Read();
        });

        await Task.WhenAll(
            Enumerable.Range(1, 60)
                .Select(key => Task.Run(() => new KeyFile(folder.Path).MakeAsync($"key {key}", [Scope.Report], default))));
        Volatile.Write(ref isDone, true);

        await reading;
        Assert.Equal(60, file.Read().Count);
    }

    Task<Answer> AskAsync(string method, string path, string? key) =>
        _server.SendAsync(new(method), path, null, key is null ? [] : [("x-functions-key", key)]);
}
