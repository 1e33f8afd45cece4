using System.Text.Json;
using DuffBeer.Core.Chunks;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Chunks;

public sealed class PackedBordersTests
{
    static readonly Gen<ChunkBorders> s_borders =
        from first in Gen.Choose(0, 1_000_000)
        from length in Gen.Choose(0, 1_000_000)
        from read in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        select read ? new ChunkBorders(first, first + length) : new ChunkBorders(null, 0);

    [Fact]
    public void Packed_borders_survive_JSON() =>
        Prop.ForAll(s_borders.ArrayOf().ToArbitrary(), borders =>
            JsonSerializer.Deserialize<PackedBorders>(
                JsonSerializer.Serialize(PackedBorders.Of(borders)))!.Unpack().SequenceEqual(borders)).QuickCheckThrowOnFailure();

    [Fact]
    public void Chunks_that_meet_take_one_number_each() =>
        Assert.Equal([100, 64, 0, 70, 0, 60], PackedBorders.Of([new(100, 164), new(164, 234), new(234, 294)]).Distances);
}
