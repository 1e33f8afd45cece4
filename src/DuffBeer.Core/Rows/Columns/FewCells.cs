using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DuffBeer.Core.Rows.Columns;

/// <summary>What the cells of a column with few values meant, found by one comparison of up to 32 bytes.</summary>
/// <remarks>It forgets: of two cells with the same place the later one is kept.</remarks>
sealed class FewCells
{
    /// <summary>Different values up to which it pays.</summary>
    public const int Most = 64;

    const int Bits = 8;
    const int MaxLength = 32;

    // A cell with its quotes, as it stood in the file, zeros behind it.
    record struct Entry(ulong First, ulong Second, ulong Third, ulong Fourth, int Length, int Code);

    readonly Entry[] _entries = new Entry[1 << Bits];

    /// <param name="bytes">With at least 32 bytes behind <paramref name="begin"/>.</param>
    /// <param name="begin">Where the cell begins.</param>
    /// <param name="length">Bytes of the cell.</param>
    /// <param name="code">The code of its value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(byte[] bytes, int begin, int length, out int code)
    {
        code = 0;
        if ((uint)(length - 1) >= MaxLength)
            return false;
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), begin);
        ref var entry = ref _entries[PlaceOf(ref first, length)];
        code = entry.Code;
        return entry.Length == length && (Vector256.LoadUnsafe(ref first) & ShortVector.Mask(length)) == Vector256.LoadUnsafe(ref Unsafe.As<Entry, byte>(ref entry));
    }

    public void Keep(byte[] bytes, int begin, int length, int code)
    {
        if ((uint)(length - 1) >= MaxLength)
            return;
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), begin);
        ref var entry = ref _entries[PlaceOf(ref first, length)];
        (Vector256.LoadUnsafe(ref first) & ShortVector.Mask(length)).StoreUnsafe(ref Unsafe.As<Entry, byte>(ref entry));
        (entry.Length, entry.Code) = (length, code);
    }

    /// <summary>From the first eight bytes, whatever of them is the cell's, and the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int PlaceOf(ref byte first, int length)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref first) << (64 - Math.Min(length, sizeof(ulong)) * 8);
        return (int)((word ^ (ulong)length << 7 ^ Unsafe.Add(ref first, length - 1)) * 0x9E37_79B9_7F4A_7C15 >> (64 - Bits));
    }
}
