using System.IO.Hashing;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Receipts;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Receipts;

/// <summary>However a source is read, its leaves are those of its bytes.</summary>
public sealed class SourceDigestTests
{
    [Fact]
    public void Leaves_do_not_depend_on_what_a_reader_skips_or_reads_twice() =>
        Prop.ForAll(Gen.Choose(1, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var file = new byte[random.Next(1, 400)];
            random.NextBytes(file);
            var layout = new SourceLayout(
                file.Length, random.Next(0, Math.Min(40, file.Length)), random.Next(1, 120), (PieceCheck)random.Next(2));
            var first = random.Next(layout.Count);
            var count = random.Next(1, layout.Count - first + 1);
            var asked = random.Next(count, layout.Count - first + 1);

            var digest = new SourceDigest(new MemoryByteSource(file), layout, first, count);
            for (var read = random.Next(6); read > 0; read--)
            {
                var (offset, buffer) = (random.Next(file.Length), new byte[random.Next(1, 150)]);
                var length = digest.ReadAsync(offset, buffer, default).AsTask().Result;
                if (!buffer.AsSpan(0, length).SequenceEqual(file.AsSpan(offset, length)))
                    return false;
            }

            return digest.LeavesAsync(asked, default).Result.SequenceEqual(
                Enumerable.Range(first, asked).Select(leaf => Of(file, layout, leaf)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Leaves_tile_the_file() =>
        Prop.ForAll(Gen.Choose(0, 500).Four().ToArbitrary(), numbers =>
        {
            var layout = new SourceLayout(numbers.Item1, Math.Min(numbers.Item1, numbers.Item2), 1 + numbers.Item3, default);
            var end = 0L;
            for (var leaf = 0; leaf < layout.Count; leaf++)
            {
                if (layout[leaf].Start != end || layout[leaf].End <= end)
                    return false;
                end = layout[leaf].End;
            }

            return end == layout.Size;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(PieceCheck.Crc32)]
    [InlineData(PieceCheck.Sha256)]
    public async Task A_source_that_is_shorter_than_it_was_has_another_root(PieceCheck check)
    {
        var layout = new SourceLayout(10, 3, 4, check);
        var whole = await layout.RootAsync(new MemoryByteSource(new byte[10]), default);

        Assert.NotEqual(whole, await layout.RootAsync(new MemoryByteSource(new byte[9]), default));
    }

    /// <summary>The value that every CRC-32 is compared with, as the leaf has it.</summary>
    [Fact]
    public async Task A_checksum_is_that_of_the_reference()
    {
        var root = await SourceLayout.OneLeaf(9, PieceCheck.Crc32).RootAsync(new MemoryByteSource("123456789"u8.ToArray()), default);

        Assert.Equal(Convert.ToHexStringLower(MerkleTree.Leaf([0x26, 0x39, 0xF4, 0xCB])), root);
    }

    /// <summary>What the guide says that a checksum finds.</summary>
    [Fact]
    public void A_checksum_finds_damage_within_32_bits_and_two_flipped_bits() =>
        Prop.ForAll(Gen.Choose(1, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var file = new byte[random.Next(8, 300)];
            random.NextBytes(file);
            var (before, damaged) = (RootOf(file), file.ToArray());
            var start = random.Next((file.Length * 8) - 31);
            Flip(damaged, start);
            for (var bit = 1; bit < 32; bit++)
            {
                if (random.Next(2) == 0)
                    Flip(damaged, start + bit);
            }

            var two = file.ToArray();
            Flip(two, start);
            Flip(two, (start + 1 + random.Next((file.Length * 8) - 1)) % (file.Length * 8));
            return RootOf(damaged) != before && RootOf(two) != before;
        }).QuickCheckThrowOnFailure();

    static void Flip(byte[] bytes, int bit) => bytes[bit / 8] ^= (byte)(1 << (bit % 8));

    static string RootOf(byte[] file) =>
        SourceLayout.OneLeaf(file.Length, PieceCheck.Crc32).RootAsync(new MemoryByteSource(file), default).GetAwaiter().GetResult();

    static string Of(byte[] file, SourceLayout layout, int leaf)
    {
        var bytes = file.AsSpan((int)layout[leaf].Start..(int)layout[leaf].End);
        return Convert.ToHexStringLower(MerkleTree.Leaf(layout.Check == PieceCheck.Sha256 ? bytes : Crc32.Hash(bytes)));
    }
}
