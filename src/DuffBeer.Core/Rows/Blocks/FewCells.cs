using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DuffBeer.Core.Columns;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>Cached values of a column with few distinct cells, found by one comparison of up to 32 bytes.</summary>
/// <remarks>Of two cells with the same slot, the later one is kept.</remarks>
sealed class FewCells
{
    /// <summary>The most distinct values for which it pays.</summary>
    public const int Most = 64;

    const int Bits = 8;
    const int MaxLength = 32;

    /// <summary>A cell as in the file, with its quotes, padded with zeros.</summary>
    internal record struct Entry(ulong First, ulong Second, ulong Third, ulong Fourth, int Length, int Code);

    readonly Entry[] _entries = new Entry[1 << Bits];

    /// <summary>The entries that <see cref="TryFind"/> searches.</summary>
    public ref Entry First => ref MemoryMarshal.GetArrayDataReference(_entries);

    /// <param name="entries"><see cref="First"/>.</param>
    /// <param name="cell">The cell's first byte; a whole vector from there must be readable.</param>
    /// <param name="length">Bytes of the cell.</param>
    /// <param name="code">The code of its value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFind(ref Entry entries, ref byte cell, int length, out int code)
    {
        if ((uint)(length - 1) >= MaxLength)
        {
            code = 0;
            return false;
        }

        var bytes = Vector256.LoadUnsafe(ref cell) & ShortVector.Mask(length);
        ref var entry = ref Unsafe.Add(ref entries, PlaceOf(bytes, length, Unsafe.Add(ref cell, length - 1)));
        code = entry.Code;
        return (bytes == Vector256.LoadUnsafe(ref Unsafe.As<Entry, byte>(ref entry))) & (entry.Length == length);
    }

    /// <param name="cell">The cell; a whole vector from its first byte must be readable.</param>
    /// <param name="code">The code of its value.</param>
    public void Keep(ReadOnlySpan<byte> cell, int code)
    {
        if ((uint)(cell.Length - 1) >= MaxLength)
            return;
        var bytes = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(cell)) & ShortVector.Mask(cell.Length);
        ref var entry = ref _entries[PlaceOf(bytes, cell.Length, cell[^1])];
        bytes.StoreUnsafe(ref Unsafe.As<Entry, byte>(ref entry));
        (entry.Length, entry.Code) = (cell.Length, code);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int PlaceOf(Vector256<byte> bytes, int length, byte last) =>
        (int)((bytes.AsUInt64().ToScalar() ^ (ulong)(uint)length << 7 ^ last) * 0x9E37_79B9_7F4A_7C15 >> (64 - Bits));
}
