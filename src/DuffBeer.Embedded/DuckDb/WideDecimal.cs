using DuckDB.NET.Native;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Converts DuckDB's decimals of up to 38 digits to .NET's of 28 or 29.</summary>
/// <remarks>A value that does not fit exactly throws <see cref="OverflowException"/>.</remarks>
static class WideDecimal
{
    const int MaxScale = 28;

    public static decimal Of(Int128 unscaled, int scale)
    {
        var negative = unscaled < 0;
        var magnitude = negative ? (UInt128)(-unscaled) : (UInt128)unscaled;
        while (scale > MaxScale || magnitude >> 96 != 0)
        {
            var (quotient, digit) = UInt128.DivRem(magnitude, 10);
            if (digit != 0 || scale == 0)
                throw new OverflowException("A decimal has more digits than can be shown.");
            magnitude = quotient;
            scale--;
        }

        return new((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), negative, (byte)scale);
    }

    public static DuckDBDecimal ToNative(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        _ = decimal.GetBits(value, bits);
        var magnitude = new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var digits = 1;
        for (var rest = magnitude / 10; rest != 0; rest /= 10)
            digits++;
        var unscaled = decimal.IsNegative(value) ? -magnitude : magnitude;
        return new((byte)Math.Max(digits, value.Scale), value.Scale, new DuckDBHugeInt((ulong)unscaled, (long)(unscaled >> 64)));
    }
}
