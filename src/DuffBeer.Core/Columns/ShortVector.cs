using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DuffBeer.Core.Columns;

/// <summary>The first bytes of a 32-byte vector, the rest zero, so that two short strings are compared in one operation.</summary>
static class ShortVector
{
    public const int Bytes = 32;

    // 32 bytes from 32 - n on are a mask that keeps n.
    static ReadOnlySpan<byte> Masks =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <param name="bytes">How many to keep, 0 to 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Mask(int bytes) => Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(Masks), (nuint)(Bytes - bytes));
}
