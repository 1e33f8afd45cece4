using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Golden.Tests.Refresh;

public sealed class RefreshRequestsTests : IDisposable
{
    static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>();

    readonly string _folder = Directory.CreateTempSubdirectory("duffbeer-requests-").FullName;
    readonly FolderObjectStore _lake;
    readonly RefreshRequests _requests;

    public RefreshRequestsTests()
    {
        _lake = new(_folder);
        _requests = new(_lake, TimeProvider.System);
    }

    public void Dispose() => TemporaryFolder.Delete(_folder);

    [Fact]
    public async Task Requests_before_the_refresh_begins_are_coalesced()
    {
        var first = await _requests.AddAsync(new(["dim_clients"], s_none), default);
        var second = await _requests.AddAsync(
            new(["dim_products", "dim_clients"], new Dictionary<string, string> { ["top"] = "5" }), default);
        var third = await _requests.AddAsync(new([], new Dictionary<string, string> { ["top"] = "7" }), default);

        var turn = (await _requests.TakeAsync(default))!;

        Assert.Equal((first.Id, first.Id), (second.Id, third.Id));
        Assert.Equal(first.Id, turn.Request);
        Assert.Equal(["dim_clients", "dim_products"], turn.Refresh.Asked);
        Assert.Equal("7", Assert.Single(turn.Refresh.Settings).Value);
        Assert.Equal(RunStatus.Running, (await RecordAsync(first.Id)).Status);
    }

    [Fact]
    public async Task A_request_while_a_refresh_runs_is_the_next_one()
    {
        var first = await _requests.AddAsync(new(["dim_clients"], s_none), default);
        var turn = (await _requests.TakeAsync(default))!;

        var next = await _requests.AddAsync(new([], s_none), default);
        await _requests.EndAsync(new(turn.Request, new("20261121T120000000Z", 3, null)), default);
        var following = (await _requests.TakeAsync(default))!;

        Assert.True(string.CompareOrdinal(next.Id, first.Id) > 0);
        Assert.Equal(next.Id, following.Request);
        Assert.Empty(following.Refresh.Asked);
        var ended = await RecordAsync(first.Id);
        Assert.Equal((RunStatus.Completed, 3), (ended.Status, ended.Result!.Models));
    }

    [Fact]
    public async Task Nothing_is_taken_where_no_request_is_pending()
    {
        Assert.Null(await _requests.TakeAsync(default));
        await _requests.AddAsync(new([], s_none), default);
        var turn = (await _requests.TakeAsync(default))!;
        await _requests.EndAsync(new(turn.Request, new(null, 0, new(ProblemCode.ModelFailed, "no"))), default);

        Assert.Null(await _requests.TakeAsync(default));
        Assert.False(await _requests.IsPendingAsync(default));
        Assert.Equal(RunStatus.Failed, (await RecordAsync(turn.Request)).Status);
    }

    [Fact]
    public async Task An_interrupted_refresh_is_taken_again_under_another_snapshot()
    {
        await _requests.AddAsync(new(["dim_clients"], s_none), default);
        var cut = (await _requests.TakeAsync(default))!;
        await Task.Delay(2);

        Assert.True(await _requests.IsPendingAsync(default));
        var again = (await _requests.TakeAsync(default))!;

        Assert.Equal(cut.Request, again.Request);
        Assert.Equal(["dim_clients"], again.Refresh.Asked);
        Assert.NotEqual(cut.Refresh.Snapshot, again.Refresh.Snapshot);
    }

    [Fact]
    public async Task A_request_joins_an_interrupted_refresh_once_it_is_pending_again()
    {
        await _requests.AddAsync(new(["dim_clients"], s_none), default);
        var cut = (await _requests.TakeAsync(default))!;

        await _requests.RequeueAsync(default);
        var next = await _requests.AddAsync(new(["dim_products"], s_none), default);

        Assert.Equal(cut.Request, next.Id);
        Assert.Equal(["dim_clients", "dim_products"], (await _requests.TakeAsync(default))!.Refresh.Asked);
    }

    [Fact]
    public async Task A_refresh_that_is_interrupted_after_the_next_request_came_is_taken_again_before_that_one()
    {
        await _requests.AddAsync(new(["dim_clients"], new Dictionary<string, string> { ["top"] = "5" }), default);
        var cut = (await _requests.TakeAsync(default))!;
        var next = await _requests.AddAsync(new([], s_none), default);

        await _requests.RequeueAsync(default);
        var again = (await _requests.TakeAsync(default))!;
        await _requests.EndAsync(new(again.Request, new(null, 0, null)), default);
        var following = (await _requests.TakeAsync(default))!;
        await _requests.EndAsync(new(following.Request, new(null, 0, null)), default);

        Assert.Equal((cut.Request, next.Id), (again.Request, following.Request));
        Assert.Equal(["dim_clients"], again.Refresh.Asked);
        Assert.Equal("5", Assert.Single(again.Refresh.Settings).Value);
        Assert.Empty(following.Refresh.Asked);
        Assert.False(await _requests.IsPendingAsync(default));
    }

    [Fact]
    public async Task Requests_for_a_plan_or_into_a_name_join_no_other_and_wait_their_turn()
    {
        var changes = RefreshRequest.Changes;
        string[] ids =
        [
            (await _requests.AddAsync(changes, default)).Id,
            (await _requests.AddAsync(changes with { Plan = "digest" }, default)).Id,
            (await _requests.AddAsync(changes with { Plan = "digest" }, default)).Id,
            (await _requests.AddAsync(changes with { Into = "try", Models = ["dim_clients"] }, default)).Id,
            (await _requests.AddAsync(changes, default)).Id,
        ];
        Assert.Equal(ids[4], (await _requests.AddAsync(new(["dim_products"], s_none), default)).Id);
        Assert.Equal(ids, ids.Distinct().Order(StringComparer.Ordinal));

        var first = (await _requests.TakeAsync(default))!;
        Assert.Equal(ids[4], (await _requests.AddAsync(changes, default)).Id);
        Assert.Equal((ids[0], true), (first.Request, first.Refresh.ToRequest().CanJoin));
        var second = await NextAsync(first);
        Assert.Equal((ids[1], "digest", ids[1]), (second.Request, second.Refresh.Plan, second.Refresh.Request));

        // It is interrupted: it runs again, and nothing overtakes it.
        await _requests.RequeueAsync(default);
        Assert.Equal(ids[1], (await new RefreshRecords(_lake).CurrentAsync(default))!.Id);
        var again = (await _requests.TakeAsync(default))!;
        Assert.Equal((ids[1], "digest"), (again.Request, again.Refresh.Plan));
        var third = await NextAsync(again);
        var fourth = await NextAsync(third);
        Assert.Equal((ids[2], ids[3], "try"), (third.Request, fourth.Request, fourth.Refresh.Into));
        Assert.Equal(["dim_clients"], fourth.Refresh.Asked);
        var last = await NextAsync(fourth);
        Assert.Equal((ids[4], null, null), (last.Request, last.Refresh.Plan, last.Refresh.Into));
        Assert.Equal(["dim_products"], last.Refresh.Asked);
        await _requests.EndAsync(new(last.Request, new(null, 0, null)), default);
        Assert.False(await _requests.IsPendingAsync(default));
    }

    async Task<RefreshTurn> NextAsync(RefreshTurn ended)
    {
        await _requests.EndAsync(new(ended.Request, new(null, 0, null)), default);
        Assert.True(await _requests.IsPendingAsync(default));
        return (await _requests.TakeAsync(default))!;
    }

    [Fact]
    public async Task Concurrent_requests_lose_no_model()
    {
        string[] models = [.. Enumerable.Range(0, 20).Select(number => $"model_{number:D2}")];
        var taken = new HashSet<string>();
        var requesting = Task.WhenAll(models.Select(model =>
            Task.Run(() => new RefreshRequests(_lake, TimeProvider.System).AddAsync(new([model], s_none), default))));
        do
        {
            if (await _requests.TakeAsync(default) is not { } turn)
                continue;
            taken.UnionWith(turn.Refresh.Asked);
            await _requests.EndAsync(new(turn.Request, new(null, 0, null)), default);
        }
        while (!requesting.IsCompleted || await _requests.IsPendingAsync(default));

        Assert.Equal(models, taken.Order(StringComparer.Ordinal));
    }

    async Task<RefreshRecord> RecordAsync(string id) => (await new RefreshRecords(_lake).FindAsync(id, default))!;
}
