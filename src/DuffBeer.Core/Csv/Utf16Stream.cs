using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace DuffBeer.Core.Csv;

/// <summary>The UTF-8 of UTF-16 after its byte order mark.</summary>
/// <remarks>A damaged code unit becomes a byte that no UTF-8 has, so its row is rejected as it would be in UTF-8.</remarks>
sealed class Utf16Stream(Stream source, bool bigEndian) : ForwardStream
{
    const int BlockBytes = 32 << 10;
    const byte Invalid = 0xFF;

    readonly byte[] _units = new byte[BlockBytes];
    readonly byte[] _text = new byte[BlockBytes * 2];
    int _pending;
    int _begin;
    int _end;
    bool _started;
    bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_begin == _end && !_ended)
        {
            var read = await source.ReadAtLeastAsync(
                _units.AsMemory(_pending), BlockBytes - _pending, throwOnEndOfStream: false, cancellationToken);
            _ended = read < BlockBytes - _pending;
            var mark = _started ? 0 : 2;
            _started = true;
            Decode(Math.Min(mark, _pending + read), _pending + read);
        }

        var count = Math.Min(buffer.Length, _end - _begin);
        _text.AsMemory(_begin, count).CopyTo(buffer);
        _begin += count;
        return count;
    }

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await base.DisposeAsync();
    }

    void Decode(int from, int to)
    {
        (_begin, _end) = (0, 0);
        var units = MemoryMarshal.Cast<byte, ushort>(_units.AsSpan(from, (to - from) & ~1));
        if (bigEndian == BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(units, units);
        var text = MemoryMarshal.Cast<ushort, char>(units);
        while (true)
        {
            var status = Utf8.FromUtf16(text, _text.AsSpan(_end), out var taken, out var written, replaceInvalidSequences: false, _ended);
            text = text[taken..];
            _end += written;
            if (status != OperationStatus.InvalidData)
                break;
            _text[_end++] = Invalid;
            text = text[1..];
        }

        // Half a pair of surrogates, half a code unit, or both, wait for the next block.
        var waiting = ((to - from) & 1) + (text.Length * 2);
        var rest = _units.AsSpan(to - waiting, waiting);
        if (bigEndian == BitConverter.IsLittleEndian)
        {
            var pairs = MemoryMarshal.Cast<byte, ushort>(rest[..(text.Length * 2)]);
            BinaryPrimitives.ReverseEndianness(pairs, pairs);
        }

        rest.CopyTo(_units);
        _pending = rest.Length;
        if (_ended && _pending > 0)
            _text[_end++] = Invalid;
    }
}
