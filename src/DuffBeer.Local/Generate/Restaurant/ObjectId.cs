using System.Buffers.Binary;

namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>Ids of 24 hex digits as the ordering app makes them: four bytes of time, then eight that distinguish ids of one kind.</summary>
readonly struct ObjectId(ulong seed, uint kind)
{
    public const int Digits = 24;

    public void Write(uint seconds, long index, CsvLine line)
    {
        Span<byte> bytes = stackalloc byte[Digits / 2];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, seconds);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[4..], Scrambled(index));
        Span<byte> digits = stackalloc byte[Digits];
        Convert.TryToHexStringLower(bytes, digits, out _);
        line.Text(digits);
    }

    /// <summary>Distinct for each index of one kind and seed.</summary>
    public ulong Scrambled(long index) =>
        new SplitMix(unchecked((ulong)index * 0x9E3779B97F4A7C15 + seed * 31 + ((ulong)kind << 56))).Next();
}
