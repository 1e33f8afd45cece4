using System.Numerics;

namespace DuffBeer.Embedded.DuckDb.Coded;

/// <summary>Some codes, and where they occur among others.</summary>
sealed class CodeSet
{
    // One bit for each hash of 16 bits: most other codes are told apart by it alone.
    readonly ulong[] _hashes = new ulong[1 << 10];
    readonly HashSet<ulong> _codes;

    public CodeSet(IEnumerable<ulong> codes)
    {
        _codes = [.. codes];
        foreach (var code in _codes)
            _hashes[Hash(code) >> 6] |= 1UL << (int)(Hash(code) & 63);
    }

    /// <param name="first">The row of the first of <paramref name="codes"/>.</param>
    /// <param name="rows">Receives the rows that have one of the codes.</param>
    public void Find<T>(ReadOnlySpan<T> codes, long first, List<long> rows) where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<ulong> hashes = _hashes;
        for (var place = 0; place < codes.Length; place++)
        {
            var code = ulong.CreateTruncating(codes[place]);
            var hash = Hash(code);
            if ((hashes[(int)(hash >> 6)] >> (int)(hash & 63) & 1) != 0 && _codes.Contains(code))
                rows.Add(first + place);
        }
    }

    static uint Hash(ulong code) => (uint)code * 2654435769u >> 16;
}
