using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Runs.Published;

public sealed class LakeCacheTests
{
    readonly LakeCache<string, string> _cache = new(most: 6, text => text.Length);

    [Fact]
    public void What_was_not_used_for_longest_makes_room()
    {
        var kept = _cache.Of(new LakeInMemory());
        kept.Add("a", "aa");
        kept.Add("b", "bb");
        kept.Add("c", "cc");
        Assert.Equal("aa", kept.Find("a"));

        kept.Add("d", "dd");

        Assert.Equal(["aa", null, "cc", "dd"], new[] { "a", "b", "c", "d" }.Select(kept.Find));
    }

    [Fact]
    public void A_value_heavier_than_all_room_is_kept_alone_and_an_empty_one_counts()
    {
        var kept = _cache.Of(new LakeInMemory());
        foreach (var key in "abcdefg")
            kept.Add($"{key}", "");
        Assert.Equal([null, "", ""], new[] { "a", "b", "g" }.Select(kept.Find));

        kept.Add("large", "seven..");

        Assert.Equal([null, null, "seven.."], new[] { "b", "g", "large" }.Select(kept.Find));
    }

    [Fact]
    public void Lakes_share_nothing_and_readers_of_one_lake_share_all()
    {
        var (one, other) = (new LakeInMemory(), new LakeInMemory());
        _cache.Of(one).Add("a", "aa");

        Assert.Equal("aa", _cache.Of(one).Find("a"));
        Assert.Null(_cache.Of(other).Find("a"));
    }
}
