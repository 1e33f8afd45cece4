using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>Caches the values of some cells, because dates and codes repeat.</summary>
sealed class CellMemo
{
    const int Bits = 9;
    const int MaxLength = 16;

    readonly record struct Entry(ulong Low, ulong High, int Length, long Value);

    readonly Entry[] _entries = new Entry[1 << Bits];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryFind(ReadOnlySpan<byte> cell, out long value)
    {
        value = 0;
        if (cell.Length is 0 or > MaxLength)
            return false;
        var (low, high) = Words(cell);
        ref readonly var entry = ref _entries[Place(low, high)];
        value = entry.Value;
        return entry.Low == low && entry.High == high && entry.Length == cell.Length;
    }

    public void Keep(ReadOnlySpan<byte> cell, long value)
    {
        if (cell.Length is 0 or > MaxLength)
            return;
        var (low, high) = Words(cell);
        _entries[Place(low, high)] = new(low, high, cell.Length, value);
    }

    static int Place(ulong low, ulong high) => (int)((low * 0x9E37_79B9_7F4A_7C15 ^ high * 0xC2B2_AE3D_27D4_EB4F) >> (64 - Bits));

    static (ulong Low, ulong High) Words(ReadOnlySpan<byte> cell)
    {
        Span<byte> words = stackalloc byte[MaxLength];
        words.Clear();
        cell.CopyTo(words);
        return (BinaryPrimitives.ReadUInt64LittleEndian(words), BinaryPrimitives.ReadUInt64LittleEndian(words[8..]));
    }
}
