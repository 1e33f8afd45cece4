using System.IO.Compression;
using DuffBeer.Fuzz.Engine;

namespace DuffBeer.Fuzz.Targets.Csv;

/// <summary>Compressed files, whole and damaged.</summary>
/// <remarks>
/// Two bytes choose contract and damage. The rest is compressed, as one member or two, then cut or changed in one byte; or it is taken as
/// the compressed file itself.
/// </remarks>
sealed class GzipTarget() : FuzzTarget("gzip")
{
    public override int MostBytes => 700;

    public override long MostAllocated(int inputBytes) => 24 << 20;

    public override void Read(byte[] input)
    {
        if (input.Length < 4)
            return;
        var contract = FuzzContracts.All[input[0] % FuzzContracts.All.Count];
        CsvTarget.ReadAsync(File(input[1] % 5, input[2], input[3], input[4..]), contract, input[1] + 1).GetAwaiter().GetResult();
    }

    static byte[] File(int damage, byte at, byte value, byte[] rest)
    {
        if (damage == 0)
            return [0x1F, 0x8B, 8, .. rest];
        var half = rest.Length * at / 256;
        byte[] packed = damage == 1 ? [.. Packed(rest.AsSpan(..half)), .. Packed(rest.AsSpan(half..))] : Packed(rest);
        var place = packed.Length * at / 256;
        if (damage == 2)
            return packed[..place];
        if (damage == 3 && packed.Length > 0)
            packed[place] = value;
        return packed;
    }

    static byte[] Packed(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
