using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>Reads eight cells of up to eight characters in parallel, one per lane, on processors with AVX-512.</summary>
/// <remarks>
/// Either all eight have the common form, or none is read. Results equal those of <see cref="IntegerForm"/> and <see cref="DecimalForm"/>.
/// </remarks>
readonly struct NumberLanes
{
    public const int Count = 8;

    const int MostScale = 9;

    readonly Vector512<ulong> _factors;
    readonly Vector512<long> _least;
    readonly Vector512<long> _greatest;
    readonly bool _isDecimal;

    /// <param name="scale">Of a decimal; null for an integer.</param>
    /// <param name="least">Smallest value that is read.</param>
    /// <param name="greatest">Largest value that is read.</param>
    public NumberLanes(int? scale, long least, long greatest)
    {
        IsSupported = Avx512BW.IsSupported && Avx512CD.IsSupported && scale is null or <= MostScale;
        _isDecimal = scale is not null;
        (_least, _greatest) = (Vector512.Create(least), Vector512.Create(greatest));
        // By the number of decimal places; no point counts as none. 0 if there are too many.
        Span<ulong> factors = stackalloc ulong[Count];
        for (var places = 0; IsSupported && places <= (scale ?? 0) && places < Count; places++)
            factors[places] = (ulong)LogicalType.PowersOfTen[(scale ?? 0) - places];
        _factors = Vector512.Create<ulong>(factors);
    }

    public bool IsSupported { get; }

    /// <param name="bytes">The base of <paramref name="bound"/>.</param>
    /// <param name="bound">Before the first cell; the cell ends at the next bound.</param>
    /// <param name="stride">Bounds from one cell to the next.</param>
    /// <param name="values">Space for eight values, meaningless if the cells were not read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ref byte bytes, ref int bound, int stride, ref long values)
    {
        var begins = Vector256.Create(
            bound, Unsafe.Add(ref bound, stride), Unsafe.Add(ref bound, stride * 2), Unsafe.Add(ref bound, stride * 3),
            Unsafe.Add(ref bound, stride * 4), Unsafe.Add(ref bound, stride * 5), Unsafe.Add(ref bound, stride * 6),
            Unsafe.Add(ref bound, stride * 7));
        ref var next = ref Unsafe.Add(ref bound, 1);
        var ends = Vector256.Create(
            next, Unsafe.Add(ref next, stride), Unsafe.Add(ref next, stride * 2), Unsafe.Add(ref next, stride * 3),
            Unsafe.Add(ref next, stride * 4), Unsafe.Add(ref next, stride * 5), Unsafe.Add(ref next, stride * 6),
            Unsafe.Add(ref next, stride * 7));
        // The cell's length less 1: below 8 for 1 to 8 characters, but not for 0.
        var lengths = (ends - begins - Vector256.Create(2)).AsUInt32();
        if (Vector256.GreaterThanAny(lengths, Vector256.Create(7u)))
            return false;

        var text = Vector512.Create(
            At(ref bytes, bound), At(ref bytes, Unsafe.Add(ref bound, stride)), At(ref bytes, Unsafe.Add(ref bound, stride * 2)),
            At(ref bytes, Unsafe.Add(ref bound, stride * 3)), At(ref bytes, Unsafe.Add(ref bound, stride * 4)),
            At(ref bytes, Unsafe.Add(ref bound, stride * 5)),
            At(ref bytes, Unsafe.Add(ref bound, stride * 6)), At(ref bytes, Unsafe.Add(ref bound, stride * 7)));
        var shifts = Vector512.Create(56UL) - (Avx512F.ConvertToVector512UInt64(lengths) << 3);
        var digits = Avx512F.ShiftLeftLogicalVariable(text ^ Vector512.Create(0x3030_3030_3030_3030UL), shifts);
        return _isDecimal ? TryReadDecimals(digits, ref values) : TryReadNumbers(digits, Vector512<ulong>.One, ref values);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong At(ref byte bytes, int bound) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, bound + 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool TryReadDecimals(Vector512<ulong> digits, ref long values)
    {
        // A point minus '0'. Only the lowest of a lane is certain to be a point: a second one is no digit.
        var others = digits ^ Vector512.Create(0x1E1E_1E1E_1E1E_1E1EUL);
        var points = Vector512.AndNot(
            others - Vector512.Create(0x0101_0101_0101_0101UL), others) & Vector512.Create(0x8080_8080_8080_8080UL);
        var point = points & (Vector512<ulong>.Zero - points);
        var before = (point >> 7) - Vector512<ulong>.One;
        var through = (point << 1) - Vector512<ulong>.One;
        var joined = Vector512.AndNot(digits, through) | ((digits & before) << 8);
        var factors = Avx512F.PermuteVar8x64(_factors, Avx512CD.LeadingZeroCount(point) >> 3);
        // 5. has no digit after its point: it may have been truncated.
        if (Vector512.EqualsAny(factors, Vector512<ulong>.Zero) || Vector512.EqualsAny(point, Vector512.Create(1UL << 63)))
            return false;
        return TryReadNumbers(
            Vector512.ConditionalSelect(Vector512.Equals(points, Vector512<ulong>.Zero), digits, joined), factors, ref values);
    }

    /// <summary>Combines pairs to numbers below 100, pairs of those below 10,000, then the whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool TryReadNumbers(Vector512<ulong> digits, Vector512<ulong> factors, ref long values)
    {
        if (Vector512.GreaterThanAny(digits.AsByte(), Vector512.Create((byte)9)))
            return false;
        var pairs = Avx512BW.MultiplyAddAdjacent(digits.AsByte(), Vector512.Create((ushort)0x010A).AsSByte());
        var fours = Avx512BW.MultiplyAddAdjacent(pairs, Vector512.Create(0x0001_0064).AsInt16());
        var whole = Avx512F.Multiply(fours.AsUInt32(), Vector512.Create(10_000UL).AsUInt32()) + (fours.AsUInt64() >> 32);
        var numbers = Avx512F.Multiply(whole.AsUInt32(), factors.AsUInt32()).AsInt64();
        if (Vector512.LessThanAny(numbers, _least) || Vector512.GreaterThanAny(numbers, _greatest))
            return false;
        numbers.StoreUnsafe(ref values);
        return true;
    }
}
