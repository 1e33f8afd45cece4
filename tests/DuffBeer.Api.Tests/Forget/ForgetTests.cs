using System.Net;
using System.Text;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Runs.Forget;

namespace DuffBeer.Api.Tests.Forget;

public sealed class ForgetTests : IDisposable
{
    const string Name = "Planted-Lenny";
    const string Row = $"900,{Name},500,102,Duff Classic,2.50,6,0.33,Retail,created\n";
    const string Body = """{"dataset":"duff_orders","column":"client_name","values":["Planted-Lenny"]}""";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Erased_rows_are_in_no_answer_and_in_no_file_of_the_home_and_the_server_goes_on()
    {
        await using var server = await Server.StartAsync();
        await FillAsync(server);
        var before = (await server.GetAsync("/api/snapshots")).Json.GetProperty("shown").GetString();
        // Small models are kept from the second question on.
        for (var question = 0; question < 3; question++)
            Assert.Contains(Name, (await server.GetAsync("/api/reports/top-clients")).Text, StringComparison.Ordinal);
        var older = $"/api/reports/top-clients?snapshot={before}";
        Assert.Contains(Name, (await server.GetAsync(older)).Text, StringComparison.Ordinal);
        Assert.NotEmpty(FilesWith(server, Name));

        var plan = await server.PostAsync("/api/forget/plan", Body);
        Assert.Equal((HttpStatusCode.OK, 1), (plan.Status, plan.Json.GetProperty("rows").GetInt32()));
        Assert.Equal("duff/orders/a.csv", Assert.Single(plan.Json.GetProperty("files").EnumerateArray()).GetProperty("key").GetString());
        var begun = await server.PostAsync("/api/forget", Body);
        Assert.Equal(HttpStatusCode.Accepted, begun.Status);
        var ended = await EndOfAsync(server, begun.Header("Location"));

        Assert.Equal(("Completed", 1), (ended.GetProperty("runtimeStatus").GetString(), ended.GetProperty("rows").GetInt32()));
        await GoneAsync(server);
        Assert.DoesNotContain(Name, (await server.GetAsync("/api/reports/top-clients")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await server.GetAsync(older)).Status);
        Assert.Empty(FilesWith(server, Name));
        Assert.DoesNotContain(
            Name,
            plan.Text + begun.Text + ended + (await server.GetAsync("/api/forget")).Text + string.Join(' ', server.Notices),
            StringComparison.Ordinal);
        await server.IngestAsync("duff/orders/b.csv", Csv.Header + Csv.Rows(3, first: 700));
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_erasure_and_another_one_must_wait()
    {
        await using var server = await Server.StartAsync();
        Answer same;
        // The server waits.
        using (await server.Home.AcquireLockAsync("test", waiting: null, default))
        {
            var values = new[] { Name, "Moe" };
            var under = await server.Runtime.Forgets.BeginAsync(new ForgetRequest("duff_orders", "client_name", values), default);
            var other = await server.PostAsync("/api/forget", Body);
            same = await server.PostAsync("/api/forget", Body.Replace("[\"", "[\"Moe\",\"Moe\",\"", StringComparison.Ordinal));

            Assert.Equal("Conflict", other.Problem(HttpStatusCode.Conflict));
            Assert.Contains(under.Id, other.Text, StringComparison.Ordinal);
            Assert.Equal(under.Id, same.Json.GetProperty("id").GetString());
        }

        await EndOfAsync(server, same.Header("Location"));
        Assert.Equal(HttpStatusCode.Accepted, (await server.PostAsync("/api/forget", Body)).Status);
    }

    /// <summary>The first server ends before it has begun, or on the way.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task A_server_that_starts_while_an_erasure_is_under_way_goes_on_with_it(int milliseconds)
    {
        var home = _folder[$"home-{milliseconds}"];
        string path;
        await using (var first = await Server.StartAsync(home: home))
        {
            await FillAsync(first);
            path = (await first.PostAsync("/api/forget", Body)).Header("Location");
            await Task.Delay(milliseconds);
        }

        await using var next = await Server.StartAsync(home: home);
        var ended = await EndOfAsync(next, path);

        Assert.Equal(("Completed", 1), (ended.GetProperty("runtimeStatus").GetString(), ended.GetProperty("rows").GetInt32()));
        Assert.Empty(FilesWith(next, Name));
        Assert.DoesNotContain(Name, (await next.GetAsync("/api/reports/top-clients")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erasure_that_cannot_begin_fails_and_says_why()
    {
        await using var server = await Server.StartAsync();
        await server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(5) + Row);
        File.Delete(Path.Combine(server.Home.Landing, "duff/orders/a.csv"));

        var planned = await server.PostAsync("/api/forget/plan", Body);
        var ended = await EndOfAsync(server, (await server.PostAsync("/api/forget", Body)).Header("Location"));

        Assert.Equal("Conflict", planned.Problem(HttpStatusCode.Conflict));
        Assert.Equal("Failed", ended.GetProperty("runtimeStatus").GetString());
        Assert.Contains("no longer in landing", ended.GetProperty("problem").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Name, planned.Text + ended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_request_is_refused_and_its_values_are_not_repeated()
    {
        string[] wrong =
        [
            "",
            Request("client_name", "Planted"),
            Request("client_name", "\"Planted\",7"),
            Request("client_name", "\"Planted\",null"),
            Request("client_name", ""),
            Request("client_id", "\"1001\",\"Planted\""),
            Request("none", "\"Planted\""),
            Request("client_id", "\"1\"").Replace("duff_orders", "none", StringComparison.Ordinal),
            Request("client_id", "\"1\"").Replace("values", "Planted", StringComparison.Ordinal),
            // Too many.
            Request("client_id", string.Join(',', Enumerable.Range(1, 5_001).Select(value => $"\"{value}\""))),
        ];
        await using var server = await Server.StartAsync();
        foreach (var (body, path) in wrong.SelectMany(body => new[] { (body, "/api/forget"), (body, "/api/forget/plan") }))
        {
            var answer = await server.PostAsync(path, body);

            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{body}: {answer.Text}");
            Assert.DoesNotContain("lanted", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/api/forget")).Status);
        var most = Request("client_id", string.Join(',', Enumerable.Range(1, 5_000).Select(value => $"\"{value}\"")));
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/api/forget/plan", most)).Status);

        static string Request(string column, string values) =>
            $$"""{"dataset":"duff_orders","column":"{{column}}","values":[{{values}}]}""";
    }

    static async Task FillAsync(Server server)
    {
        await server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(5) + Row);
        await server.IngestAsync("duff/orders/c.csv", Csv.Header + Csv.Rows(5, first: 20));
        await server.RefreshAsync();
    }

    static Task<JsonElement> EndOfAsync(Server server, string path) =>
        server.UntilAsync(path, answer => answer.GetProperty("runtimeStatus").GetString() != "Running");

    /// <summary>The record says that all is deleted before the server has dropped what it keeps.</summary>
    static async Task GoneAsync(Server server)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (server.Host.Erasures.Forgotten is null && DateTime.UtcNow < deadline)
            await Task.Delay(10);
    }

    static List<string> FilesWith(Server server, string text) =>
    [
        .. Directory.EnumerateFiles(server.Home.Root, "*", SearchOption.AllDirectories)
            .Where(file => Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0),
    ];

    static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException)
        {
            // Locked, or gone meanwhile.
            return [];
        }
    }
}
