using System.Globalization;
using System.Net;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Data;

/// <summary>What the pages of data show beside the contracts: files, rows, builds, settings, snapshots.</summary>
public sealed class DataTests : IAsyncLifetime
{
    const string Dataset = "/api/datasets/duff_orders";

    Server _server = null!;

    public async Task InitializeAsync() => _server = await Server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_dataset_lists_its_published_files_newest_first()
    {
        foreach (var name in new[] { "a", "b", "c" })
            await _server.IngestAsync($"duff/orders/{name}.csv", Csv.Header + Csv.Rows(30) + Csv.Row(31, price: "x"));

        var (files, path) = (new List<JsonElement>(), $"{Dataset}/files?limit=2");
        while (path is not null)
        {
            var page = (await _server.GetAsync(path)).Json;
            Assert.Equal(3, page.GetProperty("total").GetInt32());
            files.AddRange(page.GetProperty("files").EnumerateArray());
            path = page.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
        }

        Assert.Equal(
            ["duff/orders/c.csv", "duff/orders/b.csv", "duff/orders/a.csv"], files.Select(file => file.GetProperty("source").GetString()));
        Assert.All(files, file => Assert.Equal(30, file.GetProperty("rows").GetInt64()));
        Assert.All(files, file => Assert.Equal(1, file.GetProperty("rejected").GetInt64()));
    }

    [Fact]
    public async Task Sample_and_profile_are_of_the_newest_file_and_empty_without_one()
    {
        Assert.Equal(JsonValueKind.Null, (await _server.GetAsync($"{Dataset}/sample")).Json.GetProperty("run").ValueKind);
        Assert.Empty((await _server.GetAsync($"{Dataset}/profile")).Json.GetProperty("columns").EnumerateArray());
        await _server.IngestAsync("duff/orders/old.csv", Csv.Header + Csv.Rows(3));
        var run = (await _server.IngestAsync("duff/orders/new.csv", Csv.Header + Csv.Row(7, price: "1.50") + Csv.Row(8, price: "9.25")))
            .GetProperty("id")
            .GetString();

        var sample = (await _server.GetAsync($"{Dataset}/sample?limit=1")).Json;
        Assert.Equal(run, sample.GetProperty("run").GetString());
        var price = sample.GetProperty("columns").EnumerateArray().ToList()
            .FindIndex(column => column.GetProperty("name").GetString() == "product_price");
        Assert.Equal("1.50", Assert.Single(sample.GetProperty("rows").EnumerateArray())[price].GetString());

        var profile = (await _server.GetAsync($"{Dataset}/profile")).Json;
        Assert.Equal((run, 2L, true), (
            profile.GetProperty("run").GetString(), profile.GetProperty("rows").GetInt64(), profile.GetProperty("isWhole").GetBoolean()));
        var prices = profile.GetProperty("columns")[price];
        Assert.Equal((0, 2, "1.50", "9.25"), (
            prices.GetProperty("nulls").GetInt32(), prices.GetProperty("distinct").GetInt32(), prices.GetProperty("min").GetString(),
            prices.GetProperty("max").GetString()));
    }

    [Fact]
    public async Task Snapshots_are_compared_by_the_rows_of_their_models()
    {
        await _server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(3));
        var first = await ShownAsync();
        await _server.IngestAsync("duff/orders/b.csv", Csv.Header + Csv.Rows(5, first: 100));
        var second = await ShownAsync();

        Assert.Equal((3, 8), (await RowsAsync(first), await RowsAsync(second)));
        Assert.Equal(HttpStatusCode.NotFound, (await _server.GetAsync("/api/snapshots/none")).Status);

        var builds = (await _server.GetAsync("/api/models/fact_orders/history")).Json.GetProperty("builds").EnumerateArray().ToList();
        Assert.Equal(
            [(second, 8), (first, 3)],
            builds.Where(build => build.GetProperty("snapshot").GetString() is { } id && (id == first || id == second))
                .Select(build => (build.GetProperty("snapshot").GetString(), build.GetProperty("rows").GetInt32())));
    }

    [Fact]
    public async Task A_setting_says_its_value_its_default_and_who_reads_it()
    {
        var before = await SettingsAsync();
        var name = before.First(setting => setting.Value.GetProperty("type").GetString() is "int32" or "int64").Key;
        Assert.NotEmpty(before[name].GetProperty("readBy").EnumerateArray());
        Assert.False(before[name].GetProperty("isChosen").GetBoolean());
        var value = int.Parse(before[name].GetProperty("default").GetString()!, CultureInfo.InvariantCulture) + 1;

        await _server.RefreshAsync($$"""{"settings":{"{{name}}":"{{value}}"} }""");

        var after = (await SettingsAsync())[name];
        Assert.True(after.GetProperty("isChosen").GetBoolean());
        Assert.Equal($"{value}", after.GetProperty("value").GetString());
        Assert.Equal(before[name].GetProperty("value").GetString(), after.GetProperty("default").GetString());
    }

    async Task<string> ShownAsync()
    {
        await _server.RefreshAsync();
        return (await _server.GetAsync("/api/snapshots")).Json.GetProperty("shown").GetString()!;
    }

    async Task<int> RowsAsync(string snapshot) =>
        (await _server.GetAsync($"/api/snapshots/{snapshot}")).Json.GetProperty("models").EnumerateArray()
            .Single(model => model.GetProperty("name").GetString() == "fact_orders")
            .GetProperty("rows").GetInt32();

    async Task<Dictionary<string, JsonElement>> SettingsAsync() =>
        (await _server.GetAsync("/api/settings")).Json.GetProperty("settings").EnumerateArray()
            .ToDictionary(setting => setting.GetProperty("name").GetString()!);
}
