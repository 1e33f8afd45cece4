using System.Globalization;
using DuffBeer.Core.Ports;
using DuffBeer.Golden.Tests.ChunkLaw;

namespace DuffBeer.Golden.Tests.Runs;

/// <summary>The newest keys of many, from a store that lists in ascending order.</summary>
public sealed class TimedKeysTests
{
    static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;
    static readonly TimedKeys s_keys = new("by-time/", "yyyy'/'MM'/'dd'/'HHmmssfff");

    readonly MemoryStore _store = new();

    public static TheoryData<string, double[]> Histories => new()
    {
        { "few", [0, 1, 400] },
        { "a day each", [.. Enumerable.Range(0, 1_500).Select(day => (double)day)] },
        { "all within a second", [.. Enumerable.Range(0, 3_000).Select(number => number / 3_000.0 / 86_400)] },
        { "all at one time", [.. Enumerable.Repeat(3.0, 2_500)] },
        { "a year of rest", [.. Enumerable.Range(0, 1_500).Select(number => 365 + (number / 100.0))] },
        { "ahead of our clock", [.. Enumerable.Range(0, 1_500).Select(number => -900 + (double)number)] },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public async Task Every_key_comes_once_and_the_newest_first(string history, double[] daysAgo)
    {
        _ = history;
        var expected = Put(daysAgo);

        Assert.Equal(expected, await ListAsync(null));
        var before = expected[expected.Count / 2];
        Assert.Equal(expected.Skip((expected.Count / 2) + 1), await ListAsync(before));
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public async Task The_newest_take_few_requests(string history, double[] daysAgo)
    {
        _ = history;
        var expected = Put(daysAgo);
        var counting = new CountingLists(_store);

        Assert.Equal(expected.Take(3), await s_keys.NewestFirstAsync(counting, null, default).Take(3).ToListAsync());
        // A span of days is halved some thirty times until it is a millisecond.
        Assert.True(counting.Lists <= 45, $"{counting.Lists} lists");
    }

    List<string> Put(double[] daysAgo)
    {
        var keys = daysAgo.Select((days, number) => string.Create(
            CultureInfo.InvariantCulture, $"{s_keys.At(s_now.AddDays(-days))}-{number:D5}")).ToList();
        foreach (var key in keys)
            _store.Put(key, []);
        return [.. keys.OrderDescending(StringComparer.Ordinal)];
    }

    Task<List<string>> ListAsync(string? before) => s_keys.NewestFirstAsync(_store, before, default).ToListAsync().AsTask();

    sealed class CountingLists(IObjectStore store) : IObjectStore
    {
        public int Lists { get; private set; }

        public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken)
        {
            Lists++;
            return store.ListAsync(keys, cancellationToken);
        }

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
