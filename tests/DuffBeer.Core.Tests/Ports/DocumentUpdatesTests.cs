using System.Text.Json.Serialization;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Tests.Runs.Published;

namespace DuffBeer.Core.Tests.Ports;

public sealed partial class DocumentUpdatesTests
{
    readonly Clock _clock = new();

    [Fact]
    public async Task A_change_is_applied_again_to_what_a_faster_writer_left()
    {
        var store = new OneDocument(lostRaces: 3);

        var written = await UpdateAsync(store, found => new(found!.Value + 100));

        Assert.Equal(new Number(103), written);
        Assert.Equal(4, store.Writes);
    }

    [Fact]
    public async Task Pauses_grow_up_to_two_seconds()
    {
        await UpdateAsync(new OneDocument(lostRaces: 60), found => new(found!.Value + 100));

        Assert.All(_clock.Pauses, pause => Assert.InRange(pause, TimeSpan.Zero, TimeSpan.FromSeconds(2)));
        Assert.All(_clock.Pauses.Take(3), pause => Assert.InRange(pause, TimeSpan.Zero, TimeSpan.FromMilliseconds(80)));
        Assert.Contains(_clock.Pauses, pause => pause > TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task A_document_that_others_always_change_first_is_given_up_for_now()
    {
        var store = new OneDocument(lostRaces: int.MaxValue);

        var failure = await Assert.ThrowsAsync<TransientException>(() => UpdateAsync(store, found => new(found!.Value + 100)));

        Assert.StartsWith("number.json was changed by other writers before each of 100", failure.Message, StringComparison.Ordinal);
        Assert.Equal(100, store.Writes);
    }

    [Theory]
    [InlineData(false, "to replace number.json only if its ETag is")]
    [InlineData(true, "to create number.json only if it is absent")]
    public async Task A_store_that_refuses_to_write_an_unchanged_document_is_a_problem(bool isAbsent, string message)
    {
        var store = new OneDocument(lostRaces: 0) { RefusesWrites = true, IsAbsent = isAbsent };

        var failure = await Assert.ThrowsAsync<TerminalException>(() => UpdateAsync(store, _ => new(1)));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Contains("duffbeer check --store", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, store.Writes);
    }

    [Fact]
    public async Task Nothing_is_written_where_nothing_changes()
    {
        var store = new OneDocument(lostRaces: 0);

        Assert.Equal(new Number(0), await UpdateAsync(store, _ => null));
        Assert.Equal(new Number(0), await UpdateAsync(store, found => found));
        Assert.Equal(0, store.Writes);
    }

    [Fact]
    public async Task A_document_is_created_only_if_no_writer_was_faster()
    {
        var lake = new LakeInMemory();
        var isFirst = true;
        lake.BeforeWrite = async key =>
        {
            if (isFirst)
            {
                isFirst = false;
                await lake.WriteAsync(key, new(7), NumberJson.Default.Number, WriteCondition.None, default);
            }
        };

        Assert.Equal(new Number(107), await UpdateAsync(lake, found => new((found?.Value ?? 0) + 100)));
        Assert.Equal(new Number(107), await UpdateAsync(lake, _ => null));
    }

    [Fact]
    public async Task What_the_caller_read_is_read_again_only_if_it_has_changed()
    {
        var lake = new LakeInMemory();
        await UpdateAsync(lake, _ => new(1));
        var known = await lake.ReadAsync("number.json", NumberJson.Default.Number, default);
        var calls = lake.Calls;

        Assert.Equal(new Number(101), await UpdateAsync(lake, found => new(found!.Value + 100), known));
        Assert.Equal(calls + 1, lake.Calls);
        Assert.Equal(new Number(201), await UpdateAsync(lake, found => new(found!.Value + 100), known));
    }

    Task<Number?> UpdateAsync(IObjectStore store, Func<Number?, Number?> next, Document<Number>? known = null) =>
        store.UpdateAsync("number.json", NumberJson.Default.Number, next, _clock, default, known);

    internal sealed record Number(int Value);

    [JsonSerializable(typeof(Number))]
    sealed partial class NumberJson : JsonSerializerContext;

    /// <summary>Records pauses, which take no time.</summary>
    sealed class Clock : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    /// <summary>A document that another writer changes before each of the first writes.</summary>
    sealed class OneDocument(int lostRaces) : IObjectStore
    {
        byte[] _content = Content(0);
        int _version;

        public bool RefusesWrites { get; init; }

        public bool IsAbsent { get; init; }

        public int Writes { get; set; }

        public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) =>
            Task.FromResult<ObjectStat?>(IsAbsent ? null : new(key, _content.Length, $"{_version}", default));

        public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
            Task.FromResult<IByteSource>(new MemoryByteSource(_content));

        public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
            Task.FromResult<IObjectUpload>(new Upload(this, key, condition));

        public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

        static byte[] Content(int value) => System.Text.Encoding.UTF8.GetBytes($$"""{"Value":{{value}}}""");

        sealed class Upload(OneDocument document, string key, WriteCondition condition) : IObjectUpload
        {
            readonly MemoryStream _body = new();

            public Stream Body => _body;

            public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
            {
                document.Writes++;
                if (document.RefusesWrites)
                    return null;
                if (document.Writes <= document.LostRaces)
                    document._content = Content(++document._version);
                if (condition.OnlyIfETag != $"{document._version}")
                    return null;
                (document._content, document._version) = (_body.ToArray(), document._version + 1);
                return await document.StatAsync(key, cancellationToken);
            }

            public ValueTask DisposeAsync() => _body.DisposeAsync();
        }

        int LostRaces => lostRaces;
    }
}
