using DuffBeer.Core.Costs;

namespace DuffBeer.Core.Ports;

/// <summary>Counts the bytes of a source as they are read.</summary>
sealed class MeteredSource(IByteSource source) : IByteSource
{
    public long? Length => source.Length;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var reading = source.ReadAsync(offset, buffer, cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Counted(reading.Result)) : CountAsync(reading);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    static async ValueTask<int> CountAsync(ValueTask<int> reading) => Counted(await reading);

    static int Counted(int bytes)
    {
        CostMeter.Spend(new() { BytesRead = bytes });
        return bytes;
    }
}
