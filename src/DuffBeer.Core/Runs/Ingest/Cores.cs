using System.Threading.Channels;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>
/// The processors that activities share: an activity holds one while it computes and releases it while it waits for a store.
/// </summary>
public sealed class Cores
{
    readonly Channel<bool> _free;

    public Cores(int count)
    {
        _free = Channel.CreateBounded<bool>(count);
        for (var core = 0; core < count; core++)
            _free.Writer.TryWrite(true);
    }

    /// <summary>Waits in FIFO order for a free core; disposing the result releases it.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.Reader.ReadAsync(cancellationToken);
        return new Core(_free.Writer);
    }

    sealed class Core(ChannelWriter<bool> free) : IDisposable
    {
        ChannelWriter<bool>? _free = free;

        public void Dispose() => Interlocked.Exchange(ref _free, null)?.TryWrite(true);
    }
}
