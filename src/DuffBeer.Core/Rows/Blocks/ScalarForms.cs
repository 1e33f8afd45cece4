using System.Numerics;
using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>The common form of a type, read eight bytes at a time; text in another form may still be a value.</summary>
interface IScalarForm
{
    /// <param name="cell">First byte of the cell; 16 bytes from it must be readable, whatever its length.</param>
    /// <param name="length">Bytes of the cell.</param>
    /// <param name="scale">Of a decimal.</param>
    /// <param name="value">In the memory form of <see cref="LogicalType"/>.</param>
    static abstract bool TryRead(ref byte cell, int length, int scale, out long value);
}

/// <summary>Eight ASCII digits in a register, the first one in the lowest byte.</summary>
static class Digits
{
    const ulong Zeros = 0x3030_3030_3030_3030;

    /// <summary>
    /// The digits of the first <paramref name="count"/> characters (1 to 8) after leading zeros; each byte is 0 to 9 if it is a digit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ref byte cell, int count) => (Unsafe.ReadUnaligned<ulong>(ref cell) ^ Zeros) << (64 - count * 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreDigits(ulong digits) => (((digits + 0x0606_0606_0606_0606) | digits) & 0xF0F0_F0F0_F0F0_F0F0) == 0;

    /// <summary>Combines pairs to numbers below 100, pairs of those below 10,000, then the whole: three multiplications.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToNumber(ulong digits)
    {
        digits = digits * 10 + (digits >> 8);
        return (uint)(((digits & 0x0000_00FF_0000_00FF) * 0x000F_4240_0000_0064
            + ((digits >> 16) & 0x0000_00FF_0000_00FF) * 0x0000_2710_0000_0001) >> 32);
    }
}

/// <summary>1 to 16 digits.</summary>
readonly struct IntegerForm : IScalarForm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ref byte cell, int length, int scale, out long value)
    {
        value = 0;
        if ((uint)(length - 1) < 8)
        {
            var digits = Digits.Load(ref cell, length);
            value = Digits.ToNumber(digits);
            return Digits.AreDigits(digits);
        }

        if ((uint)(length - 1) >= 16)
            return false;
        var high = Digits.Load(ref cell, length - 8);
        var low = Digits.Load(ref Unsafe.Add(ref cell, length - 8), 8);
        value = Digits.ToNumber(high) * 100_000_000L + Digits.ToNumber(low);
        return Digits.AreDigits(high) & Digits.AreDigits(low);
    }
}

/// <summary>Up to 8 characters: digits, and at most one point with 1 to <c>scale</c> digits after it.</summary>
readonly struct DecimalForm : IScalarForm
{
    // A point minus '0'.
    const ulong Points = 0x1E1E_1E1E_1E1E_1E1E;
    const ulong Lows = 0x0101_0101_0101_0101;
    const ulong Highs = 0x8080_8080_8080_8080;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ref byte cell, int length, int scale, out long value)
    {
        value = 0;
        if ((uint)(length - 1) >= 8)
            return false;
        var digits = Digits.Load(ref cell, length);
        var others = digits ^ Points;
        var points = (others - Lows) & ~others & Highs;
        if (points == 0)
        {
            value = Digits.ToNumber(digits) * LogicalType.PowersOfTen[scale];
            return Digits.AreDigits(digits) && scale <= 9;
        }

        // The lowest set bit is certain to be a point; a second point is no digit.
        var point = BitOperations.TrailingZeroCount(points) & ~7;
        var places = (56 - point) / 8;
        if ((uint)(places - 1) >= (uint)scale)
            return false;
        var before = digits & ((1UL << point) - 1);
        digits = before << 8 | digits >> (point + 8) << (point + 8);
        value = Digits.ToNumber(digits) * LogicalType.PowersOfTen[scale - places];
        return Digits.AreDigits(digits) && scale - places <= 9;
    }
}

/// <summary>yyyy-MM-dd.</summary>
readonly struct IsoDateForm : IScalarForm
{
    // Dashes minus '0': the fifth and the eighth character.
    const ulong Dashes = 0x1D00_001D_0000_0000;
    const ulong DashPlaces = 0xFF00_00FF_0000_0000;

    public static bool TryRead(ref byte cell, int length, int scale, out long value)
    {
        value = 0;
        if (length != 10)
            return false;
        var first = Digits.Load(ref cell, 8) ^ Dashes;
        var last = Digits.Load(ref Unsafe.Add(ref cell, 8), 2);
        if ((first & DashPlaces) != 0 || !Digits.AreDigits(first) || !Digits.AreDigits(last))
            return false;
        var month = (byte)(first >> 40) * 10 + (byte)(first >> 48);
        var exists = CalendarDay.TryOf((int)Digits.ToNumber(first << 32), month, (int)Digits.ToNumber(last), out var day);
        value = day;
        return exists;
    }
}

/// <summary>A type without a common form.</summary>
readonly struct RareForm : IScalarForm
{
    public static bool TryRead(ref byte cell, int length, int scale, out long value)
    {
        value = 0;
        return false;
    }
}
