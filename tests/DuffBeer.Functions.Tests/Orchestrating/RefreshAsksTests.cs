using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Functions.Tests.Orchestrating;

public sealed class RefreshAsksTests : IDisposable
{
    static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>();

    readonly string _folder = Directory.CreateTempSubdirectory("duffbeer-asks-").FullName;
    readonly FolderObjectStore _lake;
    readonly RefreshAsks _asks;

    public RefreshAsksTests()
    {
        _lake = new(_folder);
        _asks = new(_lake, TimeProvider.System);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Requests_before_the_refresh_begins_are_coalesced()
    {
        var first = await _asks.AskAsync(["dim_clients"], s_none, default);
        var second = await _asks.AskAsync(["dim_products", "dim_clients"], new Dictionary<string, string> { ["top"] = "5" }, default);
        var third = await _asks.AskAsync([], new Dictionary<string, string> { ["top"] = "7" }, default);

        var turn = (await _asks.TakeAsync(default))!;

        Assert.Equal((first.Id, first.Id), (second.Id, third.Id));
        Assert.Equal(first.Id, turn.Ask);
        Assert.Equal(["dim_clients", "dim_products"], turn.Refresh.Asked);
        Assert.Equal("7", Assert.Single(turn.Refresh.Settings).Value);
        Assert.Equal(RunStatus.Running, (await RecordAsync(first.Id)).Status);
    }

    [Fact]
    public async Task A_request_while_a_refresh_runs_is_the_next_one()
    {
        var first = await _asks.AskAsync(["dim_clients"], s_none, default);
        var turn = (await _asks.TakeAsync(default))!;

        var next = await _asks.AskAsync([], s_none, default);
        await _asks.EndAsync(new(turn.Ask, new("20261121T120000000Z", 3, null)), default);
        var following = (await _asks.TakeAsync(default))!;

        Assert.True(string.CompareOrdinal(next.Id, first.Id) > 0);
        Assert.Equal(next.Id, following.Ask);
        Assert.Empty(following.Refresh.Asked);
        var ended = await RecordAsync(first.Id);
        Assert.Equal((RunStatus.Completed, 3), (ended.Status, ended.Result!.Models));
    }

    [Fact]
    public async Task Nothing_is_taken_where_no_request_is_pending()
    {
        Assert.Null(await _asks.TakeAsync(default));
        await _asks.AskAsync([], s_none, default);
        var turn = (await _asks.TakeAsync(default))!;
        await _asks.EndAsync(new(turn.Ask, new(null, 0, new(ProblemCode.ModelFailed, "no"))), default);

        Assert.Null(await _asks.TakeAsync(default));
        Assert.False(await _asks.IsWaitingAsync(default));
        Assert.Equal(RunStatus.Failed, (await RecordAsync(turn.Ask)).Status);
    }

    [Fact]
    public async Task A_refresh_that_was_cut_off_is_taken_again_under_another_snapshot()
    {
        await _asks.AskAsync(["dim_clients"], s_none, default);
        var cut = (await _asks.TakeAsync(default))!;
        await Task.Delay(2);

        Assert.True(await _asks.IsWaitingAsync(default));
        var again = (await _asks.TakeAsync(default))!;

        Assert.Equal(cut.Ask, again.Ask);
        Assert.Equal(["dim_clients"], again.Refresh.Asked);
        Assert.NotEqual(cut.Refresh.Snapshot, again.Refresh.Snapshot);
    }

    [Fact]
    public async Task Concurrent_requests_lose_no_model()
    {
        string[] models = [.. Enumerable.Range(0, 20).Select(number => $"model_{number:D2}")];
        var taken = new HashSet<string>();
        var asking = Task.WhenAll(models.Select(model =>
            Task.Run(() => new RefreshAsks(_lake, TimeProvider.System).AskAsync([model], s_none, default))));
        do
        {
            if (await _asks.TakeAsync(default) is not { } turn)
                continue;
            taken.UnionWith(turn.Refresh.Asked);
            await _asks.EndAsync(new(turn.Ask, new(null, 0, null)), default);
        }
        while (!asking.IsCompleted || await _asks.IsWaitingAsync(default));

        Assert.Equal(models, taken.Order(StringComparer.Ordinal));
    }

    async Task<RefreshRecord> RecordAsync(string id) => (await new RefreshRecords(_lake).FindAsync(id, default))!;
}
