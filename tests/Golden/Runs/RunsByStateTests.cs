using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.ChunkLaw;

namespace DuffBeer.Golden.Tests.Runs;

/// <summary>The list of runs by dataset and state.</summary>
public sealed class RunsByStateTests
{
    static readonly DateTimeOffset s_begin = new(2026, 1, 28, 12, 0, 0, TimeSpan.Zero);
    static readonly Problem s_outage = new(ProblemCode.StoreUnavailable, "away");

    readonly MemoryStore _lake = new();
    readonly RunRecords _runs;

    public RunsByStateTests() => _runs = new(_lake, TimeProvider.System);

    [Fact]
    public async Task A_run_is_found_in_its_state_and_in_no_other_whatever_happens_to_it()
    {
        await _runs.Index.CompleteAsync(1, default);
        await AddAsync(1);

        await AssertIsAsync(RunStatus.Running);
        await ChangeAsync(new RunSuspended(1));
        await AssertIsAsync(RunStatus.Suspended);
        await ChangeAsync(new RunResumed(1));
        await AssertIsAsync(RunStatus.Running);
        await ChangeAsync(new AttemptConcluded(1, s_outage, null));
        await AssertIsAsync(RunStatus.Failed);
        await ChangeAsync(new AttemptBegun(2, 1, s_begin, null));
        await ChangeAsync(new AttemptConcluded(2, null, null, IsVisible: true));
        await AssertIsAsync(RunStatus.Completed);
        await ChangeAsync(new AttemptBegun(3, 1, s_begin, null));
        await ChangeAsync(new AttemptConcluded(3, s_outage, null));
        await AssertIsAsync(RunStatus.Failed);
        Assert.Equal(RunMark.Kept, (await _runs.Index.EndedAsync("d", default))![IdOf(1)]);
        await ChangeAsync(new RunRetired(3));
        await AssertIsAsync(RunStatus.Failed);
        Assert.Single(Marks());
    }

    [Fact]
    public async Task A_change_that_dies_before_any_of_its_writes_leaves_the_run_in_the_list_of_its_state()
    {
        await _runs.Index.CompleteAsync(1, default);
        await AddAsync(1);
        foreach (var writes in Enumerable.Range(0, 3))
        {
            var isSuspended = (await _runs.GetAsync(IdOf(1), default)).Status == RunStatus.Suspended;
            var dying = new RunRecords(new DyingStore(_lake, writes), TimeProvider.System);

            await Assert.ThrowsAsync<TransientException>(() =>
                dying.UpdateAsync(IdOf(1), isSuspended ? new RunResumed(1) : new RunSuspended(1), default));

            await AssertIsAsync((await _runs.GetAsync(IdOf(1), default)).Status);
        }
    }

    [Fact]
    public async Task Runs_of_several_datasets_come_newest_first_page_by_page()
    {
        await _runs.Index.CompleteAsync(1, default);
        for (var number = 1; number <= 7; number++)
            await AddAsync(number, number % 2 == 0 ? "even" : "odd", RunStatus.Failed);

        Assert.Equal([7, 6, 5, 4, 3, 2, 1], await NumbersAsync(new(RunStatus.Failed, Limit: 2)));
        Assert.Equal([6, 4, 2], await NumbersAsync(new(RunStatus.Failed, Limit: 2) { Dataset = "even" }));
        Assert.Equal([7, 5, 3, 1], await NumbersAsync(new(Limit: 1) { Dataset = "odd" }));
        Assert.Equal([7, 6, 5], await NumbersAsync(new(RunStatus.Failed) { Since = s_begin.AddDays(5) }));
        Assert.Empty(await NumbersAsync(new(RunStatus.Completed)));
    }

    [Fact]
    public async Task Runs_of_earlier_versions_are_found_before_during_and_after_they_are_marked()
    {
        for (var number = 1; number <= 1_500; number++)
            PutOld(number);
        await AddAsync(2_000, status: RunStatus.Failed);
        int[] expected = [2_000, .. Enumerable.Range(1, 15).Reverse().Select(number => number * 100)];

        Assert.Equal(expected, await NumbersAsync(new(RunStatus.Failed, Limit: 4)));
        await _runs.Index.CompleteAsync(1_000, default);
        Assert.Equal(expected, await NumbersAsync(new(RunStatus.Failed, Limit: 4)));
        Assert.Null(await _runs.Index.EndedAsync("d", default));
        await new RunIndex(_lake).CompleteAsync(1_000, default);
        Assert.Equal(expected, await NumbersAsync(new(RunStatus.Failed, Limit: 4)));
        Assert.Equal(16, (await _runs.Index.EndedAsync("d", default))!.Count(run => run.Value == RunMark.Failed));
    }

    [Fact]
    public async Task A_text_that_few_runs_have_is_searched_in_bounded_pages()
    {
        for (var number = 1; number <= 2_500; number++)
            PutOld(number);

        var first = await _runs.PageAsync(new() { Text = IdOf(1) }, default);
        Assert.Empty(first.Runs);
        Assert.NotNull(first.Next);
        Assert.Equal([1], await NumbersAsync(new() { Text = IdOf(1) }));
    }

    async Task<List<int>> NumbersAsync(RunQuery query)
    {
        var found = new List<int>();
        for (RunPage? page = null; page is null || page.Next is not null; query = query with { Next = page.Next })
        {
            page = await _runs.PageAsync(query, default);
            Assert.True(page.Runs.Count <= query.Limit);
            found.AddRange(page.Runs.Select(run => Convert.ToInt32(run.Id[2..], 16)));
        }

        return found;
    }

    async Task AssertIsAsync(RunStatus expected)
    {
        foreach (var status in Enum.GetValues<RunStatus>())
        {
            Assert.Equal(status == expected ? [1] : [], await NumbersAsync(new(status)));
            Assert.Equal(status == expected ? [1] : [], await NumbersAsync(new(status) { Dataset = "d" }));
        }

        Assert.Equal([1], await NumbersAsync(new() { Dataset = "d" }));
    }

    Task<RunRecord> ChangeAsync(RunChange change) => _runs.UpdateAsync(IdOf(1), change, default);

    IEnumerable<string> Marks() => _lake.Under(LakeKeys.RunsByState).Select(mark => mark.Key);

    async Task AddAsync(int number, string dataset = "d", RunStatus status = RunStatus.Running) =>
        await _runs.AddAsync(Record(number, dataset, status), default);

    /// <summary>As earlier versions of the program wrote it.</summary>
    void PutOld(int number)
    {
        var record = Record(number, "d", number % 100 == 0 ? RunStatus.Failed : RunStatus.Completed) with { Published = number % 100 != 0 };
        _lake.Put(LakeKeys.RunByDay(record.Created, record.Id), []);
        _lake.Put(
            LakeKeys.Run(record.Id), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(record, RunJson.Default.RunRecord));
    }

    static RunRecord Record(int number, string dataset, RunStatus status) => new()
    {
        Id = IdOf(number),
        Dataset = dataset,
        ContractVersion = 1,
        Source = new("d/x.csv", "v", "e", 1, default),
        Attempt = 1,
        Status = status,
        Stage = RunStage.Inspect,
        ProcessingDate = default,
        Created = s_begin.AddDays(number),
        Updated = s_begin.AddDays(number),
    };

    static string IdOf(int number) => $"d-{number:x16}";

    /// <summary>A store whose process dies after some writes and deletions.</summary>
    sealed class DyingStore(IObjectStore store, int writes) : IObjectStore
    {
        int _left = writes;

        public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => store.StatAsync(key, cancellationToken);

        public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
            store.OpenAsync(stat, cancellationToken);

        public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
            store.ListAsync(keys, cancellationToken);

        public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
            _left-- > 0 ? store.CreateAsync(key, condition, cancellationToken) : throw Died();

        public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
            _left-- > 0 ? store.DeleteAsync(key, cancellationToken) : throw Died();

        static TransientException Died() => new(ProblemCode.StoreUnavailable, "The process died.");
    }
}
