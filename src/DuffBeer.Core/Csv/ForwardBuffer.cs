using System.Buffers;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

/// <summary>The bytes of a source from an offset on, read once, strictly forward, into one pooled array.</summary>
/// <remarks>
/// The byte before <see cref="Start"/> is always a line break: the array begins with an added line feed. After <see cref="End"/> there are
/// <see cref="RecordBlock.Slack"/> more bytes.
/// </remarks>
sealed class ForwardBuffer : IDisposable
{
    readonly IByteSource _source;
    long _origin;

    public ForwardBuffer(IByteSource source, long offset, int capacity)
    {
        _source = source;
        _origin = offset - 1;
        Bytes = ArrayPool<byte>.Shared.Rent(capacity + 1 + RecordBlock.Slack);
        Bytes[0] = LineBreak.Lf;
    }

    public byte[] Bytes { get; private set; }

    /// <summary>Index of the first unread byte.</summary>
    public int Start { get; private set; } = 1;

    /// <summary>Index after the last buffered byte.</summary>
    public int End { get; private set; } = 1;

    /// <summary>Whether the file ends at <see cref="End"/>.</summary>
    public bool AtEndOfFile { get; private set; }

    public long StartOffset => _origin + Start;
    public long EndOffset => _origin + End;
    public ReadOnlySpan<byte> Unread => Bytes.AsSpan(Start, End - Start);

    public void Advance(int count) => Start += count;

    /// <summary>Moves unread bytes to the front and reads more; grows the array if they fill more than half of it.</summary>
    /// <param name="capacity">Maximum bytes to hold, unless the unread ones need more.</param>
    public async ValueTask FillAsync(int capacity, CancellationToken cancellationToken)
    {
        var unread = End - Start;
        var wanted = Math.Max(capacity, unread * 2) + 1;
        if (wanted + RecordBlock.Slack > Bytes.Length)
            Replace(ArrayPool<byte>.Shared.Rent(wanted + RecordBlock.Slack));
        else
            MoveTo(Bytes);
        await ReadAsync(wanted - End, cancellationToken);
    }

    /// <summary>Skips a line of any length without holding it; afterwards <see cref="Start"/> is after its line break.</summary>
    /// <param name="keep">How many of its first bytes, all buffered, stay at index 1.</param>
    /// <param name="window">Bytes to scan at a time, at least 2.</param>
    /// <param name="end">Where to give up: <see cref="Start"/> is then here or later, and no line starts before it.</param>
    public async ValueTask SkipLineAsync(int keep, int window, long end, CancellationToken cancellationToken)
    {
        if (1 + keep + window + RecordBlock.Slack > Bytes.Length)
            Replace(ArrayPool<byte>.Shared.Rent(1 + keep + window + RecordBlock.Slack));
        else
            MoveTo(Bytes);

        Start += keep;
        while (true)
        {
            var at = LineBreak.IndexIn(Unread);
            Start = at < 0 ? End : Start + at;
            if ((at >= 0 || AtEndOfFile) && LineBreak.LengthAt(Unread, 0, AtEndOfFile) is { } length)
            {
                Start += length;
                return;
            }

            if (StartOffset >= end)
                return;

            // Either nothing is unread, or only the CR of a line break whose next byte is not buffered.
            var unread = End - Start;
            Unread.CopyTo(Bytes.AsSpan(1 + keep));
            _origin += Start - (1 + keep);
            Start = 1 + keep;
            End = Start + unread;
            await ReadAsync(window - unread, cancellationToken);
        }
    }

    public void Dispose()
    {
        if (Bytes.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(Bytes);
        Bytes = [];
        Start = End = 0;
    }

    async ValueTask ReadAsync(int count, CancellationToken cancellationToken)
    {
        if (AtEndOfFile)
            return;
        var read = await _source.ReadAsync(EndOffset, Bytes.AsMemory(End, count), cancellationToken);
        AtEndOfFile = read < count;
        End += read;
    }

    void Replace(byte[] bytes)
    {
        var old = Bytes;
        bytes[0] = LineBreak.Lf;
        MoveTo(bytes);
        Bytes = bytes;
        ArrayPool<byte>.Shared.Return(old);
    }

    void MoveTo(byte[] bytes)
    {
        Unread.CopyTo(bytes.AsSpan(1));
        _origin += Start - 1;
        End -= Start - 1;
        Start = 1;
    }
}
