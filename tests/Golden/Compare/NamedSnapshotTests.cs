using System.Text.Json;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Definitions;

namespace DuffBeer.Golden.Tests.Compare;

/// <summary>A snapshot that is built beside the shown one, looked at, and activated or dropped.</summary>
public sealed class NamedSnapshotTests : IDisposable
{
    readonly SmallShop _shop = new();

    public void Dispose() => _shop.Dispose();

    NamedSnapshots Named => new(_shop.Home.Lake, _shop.Snapshots, TimeProvider.System);

    [Fact]
    public async Task A_setting_is_tried_beside_the_shown_snapshot_which_stays_and_shares_every_other_model()
    {
        await _shop.IngestAsync("things", "a.csv", first: 1, rows: 5);
        await _shop.RefreshAsync();
        var shown = await _shop.Snapshots.PointerAsync(default);

        var call = await _shop.Home.CallAsync("refresh", "--into", "try", "--set", "top=2");

        Assert.True(call.Code == 0, call.Error);
        Assert.Contains("'duffbeer activate try' shows it", call.Error, StringComparison.Ordinal);
        Assert.Equal(shown, await _shop.Snapshots.PointerAsync(default));
        Assert.Equal([1, 2, 3], await _shop.TopsAsync());
        Assert.Equal([1, 2], await _shop.TopsAsync("try"));
        var (before, tried) = ((await _shop.Snapshots.CurrentAsync(default))!, (await _shop.Snapshots.FindAsync("try", default))!);
        Assert.Equal(["both", "tops"], tried.Models.Where(model => model.Value.BuiltIn == tried.Id).Select(model => model.Key).Order());
        Assert.All(
            tried.Models.Where(model => model.Value.BuiltIn != tried.Id),
            model => Assert.Equal(before.Models[model.Key].Parts, model.Value.Parts));
        Assert.Equal([1, 2], await _shop.TopsAsync(tried.Id));
        Assert.Equal([before.Id], await _shop.Snapshots.IdsAsync(default).ToListAsync());

        var diff = JsonOf((await _shop.Home.CallAsync("diff", "try", "tops", "--json")).Out);
        Assert.Equal((tried.Id, before.Id), (Text(diff, "snapshot"), Text(diff, "comparedWith")));
        Assert.Equal(1, diff.GetProperty("models")[0].GetProperty("counts").GetProperty("gone").GetInt64());
        var listed = JsonOf((await _shop.Home.CallAsync("snapshots", "--json")).Out);
        var named = Assert.Single(listed.GetProperty("named").EnumerateArray());
        Assert.Equal(("try", tried.Id, false), (Text(named, "name"), Text(named, "snapshot"), named.GetProperty("isBehind").GetBoolean()));
        Assert.Contains("try", (await _shop.Home.CallAsync("snapshots")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activation_shows_all_of_it_and_the_next_refresh_builds_on_it()
    {
        await _shop.IngestAsync("things", "a.csv", first: 1, rows: 5);
        await _shop.RefreshAsync();
        _shop.Define("tops", "SELECT id, day FROM {{ ref('stg_things') }} WHERE id > {{ setting('top') }}");
        await _shop.RefreshAsync(RefreshRequest.Changes with { Into = "try" });
        var tried = (await _shop.Snapshots.FindAsync("try", default))!;
        await _shop.IngestAsync("others", "b.csv", first: 1);

        var call = await _shop.Home.CallAsync("activate", "try");

        Assert.True(call.Code == 0, call.Error);
        Assert.Equal([4, 5], await _shop.TopsAsync());
        var shown = (await _shop.Snapshots.CurrentAsync(default))!;
        Assert.Equal(JsonSerializer.Serialize(tried.Models), JsonSerializer.Serialize(shown.Models));
        Assert.Equal(shown.Id, (await _shop.Snapshots.IdsAsync(default).ToListAsync())[0]);
        Assert.Null(await _shop.Snapshots.FindAsync("try", default));
        // Again, as after a lost answer: nothing more happens.
        var again = await _shop.Home.CallAsync("activate", "try");
        Assert.True(again.Code == 0, again.Error);
        Assert.Equal(shown.Id, (await _shop.Snapshots.CurrentAsync(default))!.Id);

        var next = await _shop.RefreshAsync();
        Assert.Equal(["both", "late", "stg_others"], next.Built.Select(model => model.Name).Order());
        Assert.Equal([4, 5], await _shop.TopsAsync());
    }

    [Fact]
    public async Task What_a_newer_snapshot_shows_is_not_lost_by_an_activation_unless_it_is_wanted_as_it_is()
    {
        await _shop.IngestAsync("things", "a.csv", first: 1, rows: 2);
        await _shop.RefreshAsync();
        await _shop.RefreshAsync(new([], new Dictionary<string, string> { ["top"] = "9" }) { Into = "try" });
        await _shop.IngestAsync("things", "b.csv", first: 3, rows: 2);
        await _shop.RefreshAsync();

        var refused = await _shop.Home.CallAsync("activate", "try");

        Assert.Equal(1, refused.Code);
        Assert.Contains("'duffbeer refresh --into try' builds it again on the newest", refused.Error, StringComparison.Ordinal);
        Assert.Contains("a newer snapshot was built since", (await _shop.Home.CallAsync("snapshots")).Out, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], await _shop.TopsAsync());

        // Readers are pinned: the activation is the later decision, so it ends the pin.
        await _shop.Snapshots.PinAsync((await _shop.Snapshots.IdsAsync(default).ToListAsync())[1], default);
        Assert.Equal(0, (await _shop.Home.CallAsync("activate", "try", "--as-is")).Code);
        Assert.False((await _shop.Snapshots.PointerAsync(default))!.Pinned);
        Assert.Equal([1, 2], await _shop.TopsAsync());
        await _shop.RefreshAsync();
        Assert.Equal([1, 2, 3, 4], await _shop.TopsAsync());
    }

    [Fact]
    public async Task A_name_is_built_again_on_the_newest_snapshot_dropped_and_never_pinned()
    {
        await _shop.IngestAsync("things", "a.csv", first: 1);
        await _shop.RefreshAsync();
        var set = new RefreshRequest([], new Dictionary<string, string> { ["top"] = "9" }) { Into = "try" };
        await _shop.RefreshAsync(set);
        var first = (await _shop.Snapshots.FindAsync("try", default))!.Id;
        await _shop.IngestAsync("things", "b.csv", first: 3, rows: 9);
        await _shop.RefreshAsync();

        await _shop.RefreshAsync(set);

        Assert.Null(await _shop.Snapshots.FindAsync(first, default));
        Assert.Equal(9, (await _shop.TopsAsync("try")).Count);
        var pinned = await Assert.ThrowsAsync<TerminalException>(() => _shop.Snapshots.PinAsync("try", default));
        Assert.Equal(ProblemCode.Conflict, pinned.Code);
        Assert.Equal(0, (await _shop.Home.CallAsync("snapshots", "--drop", "try")).Code);
        Assert.Empty(await Named.AllAsync(default));
        Assert.Equal(4, (await _shop.Home.CallAsync("report", "tops", "--snapshot", "try")).Code);
        Assert.Equal(4, (await _shop.Home.CallAsync("snapshots", "--drop", "tri")).Code);
        Assert.Equal(2, (await _shop.Home.CallAsync("refresh", "--into", "tops")).Code);
        Assert.Equal(2, (await _shop.Home.CallAsync("refresh", "--into", "2026")).Code);
    }

    [Fact]
    public async Task Definitions_that_are_tried_are_not_remembered_until_they_are_activated()
    {
        await _shop.IngestAsync("things", "a.csv", first: 1, rows: 5);
        await _shop.RefreshAsync();
        var other = _shop.Copy();
        File.WriteAllText(
            Path.Combine(other, "models", "settings.txt"), "as_of = none date The date of the figures\ntop = 1 int32 min(1) How many\n");

        Assert.Equal(0, (await _shop.Home.CallWithAsync(other, "plan", "--into", "try")).Code);
        Assert.Equal(0, (await _shop.Home.CallWithAsync(other, "refresh", "--into", "try")).Code);
        Assert.Equal(0, (await _shop.Home.CallWithAsync(null, "refresh")).Code);
        Assert.Equal([1, 2, 3], await _shop.TopsAsync());
        Assert.Equal([1], await _shop.TopsAsync("try"));
        Assert.Equal(0, (await _shop.Home.CallWithAsync(other, "activate", "try")).Code);
        Assert.Contains("up to date", (await _shop.Home.CallWithAsync(null, "refresh")).Error, StringComparison.Ordinal);
        Assert.Equal([1], await _shop.TopsAsync());
    }

    [Fact]
    public async Task The_catalog_shows_what_readers_see_keeps_what_is_named_and_follows_an_activation()
    {
        await _shop.IngestAsync("things", "a.csv", first: 1, rows: 5);
        await _shop.RefreshAsync();
        await _shop.RefreshAsync(new([], new Dictionary<string, string> { ["top"] = "1" }) { Into = "try" });
        var (shown, tried) = ((await _shop.Snapshots.CurrentAsync(default))!, (await _shop.Snapshots.FindAsync("try", default))!);
        var (lake, catalog) = (_shop.Home.Lake, new Recorder());
        var (runs, definitions) = (new RunRecords(lake, TimeProvider.System), new LoadedDefinitions(_shop.Home.Definitions));
        var pointing = new PointCatalog(
            lake, new(lake), _shop.Snapshots, catalog, new(lake, runs, definitions.Datasets, new NoOpenTables()), definitions.Models);

        await pointing.PointAsync(default);

        Assert.Equal(shown.Models["tops"].Parts, catalog.Pointed["tops"]);
        Assert.Contains(tried.Models["tops"].Parts[0], catalog.Kept);
        await Named.ActivateAsync("try", asIs: false, default);
        await pointing.PointAsync(default);
        Assert.Equal(tried.Models["tops"].Parts, catalog.Pointed["tops"]);
        // For readers that resolved the pointer before it moved.
        Assert.Contains(shown.Models["tops"].Parts[0], catalog.Kept);
    }

    sealed class Recorder : ITableCatalog
    {
        public Dictionary<string, IReadOnlyList<string>> Pointed { get; } = [];
        public IReadOnlyList<string> Kept { get; private set; } = [];

        public Task DeclareAsync(DatasetContract contract, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task PublishAsync(
            DatasetContract contract, Func<CancellationToken, Task<IReadOnlyList<string>>> parts, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task PointAsync(
            string model, IReadOnlyList<TableColumn> columns, IReadOnlyList<string> parts, CancellationToken cancellationToken)
        {
            Pointed[model] = parts;
            return Task.CompletedTask;
        }

        public Task RetireAsync(string newest, IReadOnlyCollection<IReadOnlyList<string>> kept, CancellationToken cancellationToken)
        {
            Kept = [.. kept.SelectMany(parts => parts)];
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task The_api_builds_shows_activates_and_drops_named_snapshots()
    {
        await _shop.IngestAsync("things", "a.csv", first: 1, rows: 5);
        await _shop.RefreshAsync();
        await _shop.RefreshAsync(new([], new Dictionary<string, string> { ["top"] = "1" }) { Into = "try" });
        await _shop.RefreshAsync(new([], new Dictionary<string, string> { ["top"] = "2" }) { Into = "other" });
        await _shop.Home.ServeAsync(async client =>
        {
            Assert.Single(JsonOf(await client.GetStringAsync(At("/api/reports/tops?snapshot=try"))).GetProperty("rows").EnumerateArray());
            var id = Text(JsonOf(await client.GetStringAsync(At("/api/snapshots/try"))).GetProperty("snapshot"), "id");
            var shown = Text(JsonOf(await client.GetStringAsync(At("/api/snapshots"))), "shown");
            Assert.Equal(id, Text(JsonOf(await client.GetStringAsync(At($"/api/snapshots/try/diff/{shown}?summary=true"))), "snapshot"));
            var dropped = JsonOf(await (await client.PostAsync(At("/api/snapshots/other/drop"), null)).Content.ReadAsStringAsync());
            Assert.Equal("try", Text(Assert.Single(dropped.GetProperty("named").EnumerateArray()), "name"));
            Assert.Equal(404, (int)(await client.PostAsync(At("/api/snapshots/other/drop"), null)).StatusCode);
            Assert.Equal(404, (int)(await client.PostAsync(At("/api/snapshots/other/activate"), null)).StatusCode);

            var active = JsonOf(await (await client.PostAsync(At("/api/snapshots/try/activate"), null)).Content.ReadAsStringAsync());
            Assert.NotEqual(shown, Text(active, "shown"));
            Assert.Single(JsonOf(await client.GetStringAsync(At("/api/reports/tops"))).GetProperty("rows").EnumerateArray());
        });
    }

    static Uri At(string path) => new(path, UriKind.Relative);

    static string Text(JsonElement of, string property) => of.GetProperty(property).GetString()!;

    static JsonElement JsonOf(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
