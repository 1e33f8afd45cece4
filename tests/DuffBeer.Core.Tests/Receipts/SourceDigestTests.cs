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
            var layout = new SourceLayout(file.Length, random.Next(0, Math.Min(40, file.Length)), random.Next(1, 120));
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
            var layout = new SourceLayout(numbers.Item1, Math.Min(numbers.Item1, numbers.Item2), 1 + numbers.Item3);
            var end = 0L;
            for (var leaf = 0; leaf < layout.Count; leaf++)
            {
                if (layout[leaf].Start != end || layout[leaf].End <= end)
                    return false;
                end = layout[leaf].End;
            }

            return end == layout.Size;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_source_that_is_shorter_than_it_was_has_another_root()
    {
        var layout = new SourceLayout(10, 3, 4);
        var whole = await layout.RootAsync(new MemoryByteSource(new byte[10]), default);

        Assert.NotEqual(whole, await layout.RootAsync(new MemoryByteSource(new byte[9]), default));
    }

    static string Of(byte[] file, SourceLayout layout, int leaf) =>
        Convert.ToHexStringLower(MerkleTree.Leaf(file.AsSpan((int)layout[leaf].Start..(int)layout[leaf].End)));
}
