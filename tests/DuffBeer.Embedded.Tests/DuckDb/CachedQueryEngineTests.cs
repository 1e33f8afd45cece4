using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Embedded.Tests.DuckDb;

/// <summary>DuckDB over a remote lake.</summary>
public sealed class CachedQueryEngineTests : QueryEngineContract, IDisposable
{
    static readonly TableColumn s_id = new("id", LogicalType.Int64);

    readonly TestLake _lake = new();
    readonly FarStore _far;
    readonly PartCache _cache;
    readonly CachedQueryEngine _engine;

    public CachedQueryEngineTests()
    {
        _far = new(_lake.Store);
        _cache = new(_far, Path.Combine(_lake.Temp, "cache"), mostBytes: 10 << 20);
        _engine = new(new(_cache.Lake, _cache.PathOf, _lake.Temp), _cache);
    }

    protected override IQueryEngine Engine => _engine;

    protected override IObjectStore Lake => _far;

    public void Dispose()
    {
        _engine.Dispose();
        _cache.Dispose();
        _lake.Dispose();
    }

    [Fact]
    public async Task Concurrent_readers_fetch_a_part_once()
    {
        var part = await PartAsync("once");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync(_engine, part)));

        Assert.Equal(1, _far.Opened(part));
    }

    [Fact]
    public async Task The_next_reader_retries_a_failed_fetch()
    {
        var part = await PartAsync("torn");
        _far.Fails = true;

        await Assert.ThrowsAsync<TransientException>(() => ReadAsync(_engine, part));
        _far.Fails = false;

        Assert.Equal(3L, await ReadAsync(_engine, part));
    }

    [Fact]
    public async Task A_missing_part_is_a_terminal_failure() =>
        Assert.Equal(
            ProblemCode.SourceMissing, (await Assert.ThrowsAsync<TerminalException>(() => ReadAsync(_engine, "marts/none.parquet"))).Code);

    [Fact]
    public async Task Parts_that_the_lake_has_no_more_are_forgotten()
    {
        var (kept, gone, read) = (await PartAsync("kept"), await PartAsync("gone"), await PartAsync("read"));
        foreach (var part in new[] { kept, gone, read })
            await ReadAsync(_engine, part);
        await _far.DeleteAsync(gone, default);
        await _far.DeleteAsync(read, default);
        Assert.Equal((true, true), (File.Exists(_cache.PathOf(gone)), File.Exists(_cache.PathOf(read))));

        using (await _cache.BringAsync([read], default))
        {
            await _engine.ForgetAsync(default);
            Assert.Equal((false, true), (File.Exists(_cache.PathOf(gone)), File.Exists(_cache.PathOf(read))));
        }

        Assert.False(File.Exists(_cache.PathOf(read)));
        Assert.Equal(3L, await ReadAsync(_engine, kept));
        Assert.Equal(1, _far.Opened(kept));
    }

    [Fact]
    public async Task A_stream_goes_on_although_its_engine_forgets()
    {
        var part = await PartAsync("streamed");
        var rows = 0;
        await foreach (var batch in _engine.StreamAsync(
            new("SELECT a.id FROM \"orders\" a, range(100000)", [new("orders", [s_id], [part])], []), default))
        {
            if (rows == 0)
                await _engine.ForgetAsync(default);
            rows += batch.Count;
        }

        Assert.Equal(200_000, rows);
    }

    async Task<string> PartAsync(string name) =>
        Assert.Single(
            (await _lake.Engine.MaterializeAsync(
                new("SELECT 1 AS id UNION ALL SELECT 2", [], []), [s_id], $"marts/{name}/", [], default)).Parts);

    static async Task<object?> ReadAsync(CachedQueryEngine engine, string part) =>
        Assert.Single(
            (await engine.QueryAsync(
                new("SELECT CAST(SUM(id) AS BIGINT) AS total FROM \"orders\"", [new("orders", [s_id], [part])], []), default)).Rows)[0];

    /// <summary>A store that hides its folder and counts how often each object is opened.</summary>
    sealed class FarStore(IObjectStore store) : IObjectStore
    {
        readonly Dictionary<string, int> _opened = [];

        public bool Fails { get; set; }

        public int Opened(string key) => _opened[key];

        public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => store.StatAsync(key, cancellationToken);

        public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
        {
            if (Fails)
                throw new TransientException(ProblemCode.StoreUnavailable, "SlowDown");
            lock (_opened)
                _opened[stat.Key] = _opened.GetValueOrDefault(stat.Key) + 1;
            return store.OpenAsync(stat, cancellationToken);
        }

        public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
            store.CreateAsync(key, condition, cancellationToken);

        public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
            store.ListAsync(keys, cancellationToken);

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);
    }
}
