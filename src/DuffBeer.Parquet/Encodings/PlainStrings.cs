using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Strings, each preceded by its length.</summary>
readonly ref struct PlainStrings<TStrings>(TStrings values) : IPageValues where TStrings : IStrings, allows ref struct
{
    /// <summary>Bytes to reserve at once.</summary>
    const int Room = 1 << 16;

    readonly TStrings _values = values;

    public PageEncoding Encoding => PageEncoding.Plain;

    public int Fit(int from, int count, int maxBytes)
    {
        var fit = 0;
        for (var bytes = 0L; fit < count; fit++)
        {
            bytes += sizeof(int) + _values[from + fit].Length;
            if (bytes > maxBytes)
                break;
        }

        return Math.Max(fit, 1);
    }

    public void Write(ArrayBufferWriter<byte> to, int from, int count)
    {
        var room = Span<byte>.Empty;
        var written = 0;
        for (var index = from; index < from + count; index++)
        {
            var value = _values[index];
            if (room.Length - written < sizeof(int) + value.Length)
            {
                to.Advance(written);
                room = to.GetSpan(Math.Max(Room, sizeof(int) + value.Length));
                written = 0;
            }

            Unsafe.WriteUnaligned(ref room[written], value.Length);
            written += sizeof(int);
            Copy(value, room, written);
            written += value.Length;
        }

        to.Advance(written);
    }

    /// <summary>Most strings are short: for them a call to copy memory would take longer than the copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Copy(ReadOnlySpan<byte> value, Span<byte> room, int at)
    {
        if (value.Length is < sizeof(ulong) or > 2 * sizeof(ulong))
        {
            value.CopyTo(room[at..]);
            return;
        }

        ref var from = ref MemoryMarshal.GetReference(value);
        ref var to = ref room[at];
        var last = value.Length - sizeof(ulong);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, last), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, last)));
        Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<ulong>(ref from));
    }
}
