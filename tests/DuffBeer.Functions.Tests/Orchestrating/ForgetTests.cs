using System.Net;
using System.Text;
using System.Text.Json;
using DuffBeer.Functions.Tests.Engine;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>An erasure on the Durable Task engine, and hosts that die during one.</summary>
public sealed class ForgetTests
{
    const string Name = "Planted-Lenny";

    static readonly object s_request = new { dataset = "duff_orders", column = "client_name", values = new[] { Name } };

    readonly Gate _gate;
    string? _held;

    public ForgetTests() => _gate = new(key => _held is { } held && key.StartsWith(held, StringComparison.Ordinal));

    [Fact]
    public async Task Erased_rows_are_in_no_file_and_readers_see_the_others()
    {
        await using var cloud = await StartAsync();
        Assert.True(FilesWith(cloud).Count > 1);

        var begun = await cloud.PostAsync("/api/forget", s_request);
        var again = await cloud.PostAsync("/api/forget", s_request);
        var ended = await EndOfAsync(cloud, begun);

        Assert.Equal(begun.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        await AssertGoneAsync(cloud, ended);
        Assert.DoesNotContain(Name, begun.ToString() + ended, StringComparison.Ordinal);
        Assert.Equal("Completed", (await cloud.GetAsync("/api/forget")).GetProperty("runtimeStatus").GetString());
    }

    /// <summary>Held while a file is rewritten, its run is ingested and published, and models are built.</summary>
    [Theory]
    [InlineData("runs/")]
    [InlineData("tables/")]
    [InlineData("datasets/")]
    [InlineData("marts/")]
    public async Task An_erasure_survives_the_death_of_its_host(string held)
    {
        await using var cloud = await StartAsync();
        _held = held;
        var begun = await cloud.PostAsync("/api/forget", s_request);
        await _gate.Reached;

        await cloud.RestartAsync();
        _gate.Open();

        await AssertGoneAsync(cloud, await EndOfAsync(cloud, begun));
    }

    [Fact]
    public async Task An_erasure_that_stopped_says_why_and_the_clock_goes_on_with_it()
    {
        await using var cloud = await StartAsync();
        _held = "tables/";
        var begun = await cloud.PostAsync("/api/forget", s_request);
        await _gate.Reached;
        var run = (await cloud.GetAsync("/api/runs")).GetProperty("runs").EnumerateArray()
            .Single(one => one.GetProperty("runtimeStatus").GetString() == "Running").GetProperty("id").GetString();

        // Its earlier attempt, which has the rows, stays published.
        await cloud.PostAsync($"/api/runs/{run}/terminate");
        _gate.Open();
        var halted = await Cloud.UntilAsync(
            () => cloud.GetAsync("/api/forget"), found => found.GetProperty("problem").ValueKind != JsonValueKind.Null);
        Assert.Equal("Running", halted.GetProperty("runtimeStatus").GetString());
        Assert.Contains(run!, halted.GetProperty("problem").GetProperty("message").GetString(), StringComparison.Ordinal);

        await cloud.PostAsync($"/api/runs/{run}/replay");
        await Cloud.UntilAsync(
            () => cloud.GetAsync($"/api/runs/{run}"), found => found.GetProperty("runtimeStatus").GetString() == "Completed");

        await AssertGoneAsync(cloud, await EndOfAsync(cloud, begun));
    }

    [Fact]
    public async Task An_erasure_that_cannot_begin_fails_and_changes_nothing()
    {
        await using var cloud = await StartAsync();
        File.Delete(Path.Combine(cloud.Folder, "landing", "duff/orders/orders.csv"));

        var ended = await EndOfAsync(cloud, await cloud.PostAsync("/api/forget", s_request));

        Assert.Equal("Failed", ended.GetProperty("runtimeStatus").GetString());
        Assert.Equal("Conflict", ended.GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal(4, await cloud.OrdersShownAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await cloud.SendAsync("/api/forget/plan", s_request)).StatusCode);
    }

    async Task<Cloud> StartAsync()
    {
        var cloud = await Cloud.StartAsync(options => options with { Around = _gate.Around }, keepsTime: true);
        await cloud.EndOfAsync(await cloud.IngestAsync(Cloud.Rows(3) + Cloud.Row(9, Name)));
        await cloud.EndOfRefreshAsync(await cloud.RefreshAsync());
        Assert.Equal(4, await cloud.OrdersShownAsync());
        return cloud;
    }

    /// <summary>The clock comes all the time: a step that fails because its host is being stopped ends the instance.</summary>
    static Task<JsonElement> EndOfAsync(Cloud cloud, JsonElement begun) => Cloud.UntilAsync(
        async () =>
        {
            var found = await cloud.GetAsync($"/api/forget/{begun.GetProperty("id").GetString()}");
            await cloud.TimerAsync("ReconcileByClock");
            return found;
        },
        found => found.GetProperty("runtimeStatus").GetString() != "Running");

    static async Task AssertGoneAsync(Cloud cloud, JsonElement ended)
    {
        Assert.Equal(
            ("Completed", 1, 1), (ended.GetProperty("runtimeStatus").GetString(), Number("rows"), Number("runs")));
        Assert.Equal(3, await cloud.OrdersShownAsync());
        await Cloud.UntilAsync(() => Task.FromResult(FilesWith(cloud)), found => found.Count == 0);

        int Number(string name) => ended.GetProperty(name).GetInt32();
    }

    static List<string> FilesWith(Cloud cloud) =>
    [
        .. Directory.EnumerateFiles(cloud.Folder, "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Name)) >= 0),
    ];
}
