using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DuffBeer.Embedded.DuckDb.Coded;

/// <summary>Some codes, and where they occur among others.</summary>
sealed class CodeSet
{
    // One bit for each hash of 16 bits: most other codes are told apart by it alone.
    readonly uint[] _hashes = new uint[1 << 11];
    readonly HashSet<ulong> _codes;

    public IReadOnlyCollection<ulong> All => _codes;

    public CodeSet(IEnumerable<ulong> codes)
    {
        _codes = [.. codes];
        foreach (var code in _codes)
            _hashes[Hash((uint)code) >> 5] |= 1U << (int)(Hash((uint)code) & 31);
    }

    /// <param name="first">The row of the first of <paramref name="codes"/>.</param>
    /// <param name="rows">Receives the rows that have one of the codes.</param>
    public void Find<T>(ReadOnlySpan<T> codes, long first, List<long> rows) where T : unmanaged, IBinaryInteger<T>
    {
        var place = 0;
        if (_codes.Count == 1)
        {
            // The library compares many at once.
            var only = T.CreateTruncating(_codes.First());
            for (int next; (next = codes[place..].IndexOf(only)) >= 0; place++)
                rows.Add(first + (place += next));
            return;
        }

        if (Avx2.IsSupported)
        {
            for (; place <= codes.Length - Vector256<uint>.Count; place += Vector256<uint>.Count)
            {
                for (var bits = MayHave(codes, place); bits != 0; bits &= bits - 1)
                    Add(codes, place + BitOperations.TrailingZeroCount(bits), first, rows);
            }
        }

        for (; place < codes.Length; place++)
        {
            var hash = Hash(uint.CreateTruncating(codes[place]));
            if ((_hashes[hash >> 5] >> (int)(hash & 31) & 1) != 0)
                Add(codes, place, first, rows);
        }
    }

    void Add<T>(ReadOnlySpan<T> codes, int place, long first, List<long> rows) where T : unmanaged, IBinaryInteger<T>
    {
        if (_codes.Contains(ulong.CreateTruncating(codes[place])))
            rows.Add(first + place);
    }

    /// <summary>A bit for each of eight codes that may be one of the set.</summary>
    unsafe uint MayHave<T>(ReadOnlySpan<T> codes, int place) where T : unmanaged
    {
        ref var at = ref Unsafe.As<T, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(codes), place));
        var low = Unsafe.SizeOf<T>() switch
        {
            sizeof(ushort) => Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref Unsafe.As<byte, ushort>(ref at))).AsUInt32(),
            sizeof(uint) => Vector256.LoadUnsafe(ref Unsafe.As<byte, uint>(ref at)),
            // The upper halves do not take part in the hash.
            _ => Vector256.Narrow(
                Vector256.LoadUnsafe(ref Unsafe.As<byte, ulong>(ref at)), Vector256.LoadUnsafe(ref Unsafe.As<byte, ulong>(ref at), 4)),
        };
        var hash = (low * 2654435769u) >>> 16;
        fixed (uint* hashes = _hashes)
        {
            var words = Avx2.GatherVector256(hashes, (hash >>> 5).AsInt32(), sizeof(uint));
            // The bit of the hash becomes the sign.
            var last = Vector256.Create(31u);
            return Avx2.ShiftLeftLogicalVariable(words, last - (hash & last)).ExtractMostSignificantBits();
        }
    }

    static uint Hash(uint code) => code * 2654435769u >> 16;
}
