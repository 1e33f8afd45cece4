using System.IO.Compression;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

/// <summary>
/// The content of a gzip file of one or more members; a truncated or damaged file is an <see cref="InvalidDataException"/>.
/// </summary>
/// <remarks>
/// <see cref="GZipStream"/> treats any end of its input as the end of the content, so rows would be lost silently.
/// So an extra member is appended to the file: its content appears at the end only if everything before it is complete.
/// </remarks>
sealed class WholeGzipStream(IByteSource source) : ForwardStream
{
    const int BlockBytes = 64 << 10;

    static readonly byte[] s_seal = "\0\0seal of the gzip file\0\0"u8.ToArray();
    static readonly byte[] s_sealMember = Compress(s_seal);

    readonly GZipStream _content = new(new SourceStream(source, s_sealMember), CompressionMode.Decompress);
    readonly byte[] _bytes = new byte[BlockBytes];
    int _begin;
    int _end;
    bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Bytes that may be the seal are held back until more arrive.
        while (!_ended && _end - _begin <= s_seal.Length)
        {
            _bytes.AsSpan(_begin.._end).CopyTo(_bytes);
            (_begin, _end) = (0, _end - _begin);
            var read = await _content.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
            _end += read;
            if (read > 0)
                continue;
            _ended = true;
            if (!_bytes.AsSpan(_begin.._end).SequenceEqual(s_seal))
                throw new InvalidDataException("The gzip file is truncated, damaged, or followed by bytes that are not gzip.");
        }

        var count = Math.Min(buffer.Length, _end - _begin - s_seal.Length);
        _bytes.AsMemory(_begin, count).CopyTo(buffer);
        _begin += count;
        return count;
    }

    public override async ValueTask DisposeAsync()
    {
        await _content.DisposeAsync();
        await base.DisposeAsync();
    }

    static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }
}
