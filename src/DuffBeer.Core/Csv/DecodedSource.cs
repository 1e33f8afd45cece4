using System.Text;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

/// <summary>The UTF-8 of a compressed or differently encoded source, as one forward-only stream.</summary>
/// <remarks>
/// An invalid code unit becomes an invalid byte, so that its row is rejected. Memory does not depend on how much the content expands.
/// </remarks>
public sealed class DecodedSource(IByteSource source, SourceCoding coding, bool leaveOpen = false) : IByteSource
{
    const int SkipBytes = 64 << 10;

    Stream? _decoded;
    long _position;

    public long? Length => null;

    /// <exception cref="TerminalException"><c>NotCsv</c>: the gzip file is cut short or damaged.</exception>
    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (offset < _position)
            throw new InvalidOperationException($"A decoded source is read forward: at {_position} now, it cannot go back to {offset}.");
        try
        {
            _decoded ??= Open();
            await SkipAsync(offset - _position, cancellationToken);
            return offset == _position ? await FillAsync(buffer, cancellationToken) : 0;
        }
        catch (InvalidDataException damaged)
        {
            throw new TerminalException(
                ProblemCode.NotCsv,
                $"The gzip file is truncated or damaged: it cannot be decompressed beyond byte {_position} of its content. " +
                "Upload it again.",
                damaged);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_decoded is not null)
            await _decoded.DisposeAsync();
        if (!leaveOpen)
            await source.DisposeAsync();
    }

    Stream Open()
    {
        Stream unpacked = coding.Gzip ? new WholeGzipStream(source) : new SourceStream(source, default);
        if (coding.Encoding == TextEncoding.Utf8)
            return unpacked;
        if (coding.Encoding is TextEncoding.Utf16LittleEndian or TextEncoding.Utf16BigEndian)
            return new Utf16Stream(unpacked, bigEndian: coding.Encoding == TextEncoding.Utf16BigEndian);
        return Encoding.CreateTranscodingStream(
            unpacked, EncodingOf(coding.Encoding), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    async ValueTask SkipAsync(long count, CancellationToken cancellationToken)
    {
        if (count == 0)
            return;
        var skipped = new byte[Math.Min(count, SkipBytes)];
        for (int read; count > 0; count -= read)
        {
            read = await FillAsync(skipped.AsMemory(0, (int)Math.Min(count, skipped.Length)), cancellationToken);
            if (read == 0)
                return;
        }
    }

    async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await _decoded!.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        _position += read;
        return read;
    }

    static Encoding EncodingOf(TextEncoding encoding) => encoding switch
    {
        TextEncoding.Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        _ => Encoding.Latin1,
    };
}
