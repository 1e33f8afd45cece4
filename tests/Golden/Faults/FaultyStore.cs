using System.Runtime.CompilerServices;
using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.Faults;

/// <summary>
/// A store that throttles, tears reads and writes, and loses acknowledgements of writes that happened.
/// </summary>
sealed class FaultyStore(IObjectStore store, Weather weather) : IObjectStore
{
    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken)
    {
        weather.Throttle("stat");
        return store.StatAsync(key, cancellationToken);
    }

    public async Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
    {
        weather.Throttle("open");
        return new Source(await store.OpenAsync(stat, cancellationToken), weather);
    }

    public async Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
    {
        weather.Throttle("create");
        return new Upload(await store.CreateAsync(key, condition, cancellationToken), weather);
    }

    public async IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        weather.Throttle("list");
        await foreach (var stat in store.ListAsync(keys, cancellationToken))
        {
            yield return stat;
            weather.Throttle("next page");
        }
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        weather.Throttle("delete");
        await store.DeleteAsync(key, cancellationToken);
        weather.Throttle("acknowledgement of a delete");
    }

    sealed class Source(IByteSource source, Weather weather) : IByteSource
    {
        public long? Length => source.Length;

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (!weather.Strike())
                return await source.ReadAsync(offset, buffer, cancellationToken);
            await source.ReadAsync(offset, buffer[..(buffer.Length / 2)], cancellationToken);
            throw Weather.Failure("torn read");
        }

        public ValueTask DisposeAsync() => source.DisposeAsync();
    }

    sealed class Upload(IObjectUpload upload, Weather weather) : IObjectUpload
    {
        public Stream Body => upload.Body;

        public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
        {
            weather.Throttle("commit");
            var stat = await upload.CommitAsync(cancellationToken);
            weather.Throttle("acknowledgement of a commit");
            return stat;
        }

        public ValueTask DisposeAsync() => upload.DisposeAsync();
    }
}
