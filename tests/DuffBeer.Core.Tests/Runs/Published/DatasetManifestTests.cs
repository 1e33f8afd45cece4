using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Runs.Published;

/// <summary>What a manifest says of all runs, whether it lists them or names their segments.</summary>
public sealed class DatasetManifestTests
{
    static readonly DateTimeOffset s_time = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Times_are_those_of_the_latest_run()
    {
        var listed = DatasetManifest.Empty("orders") with { Runs = [Run("a", 3, 1), Run("b", 2, 7), Run("c", 1, 5)] };
        var named = DatasetManifest.Empty("orders") with { Segments = [Segment("0", 4, 6), Segment("1", 5, 2), Segment("", null, null)] };

        Assert.Equal((s_time.AddDays(3), s_time.AddDays(7)), (listed.LatestSource, listed.LatestPublished));
        Assert.Equal((s_time.AddDays(5), s_time.AddDays(6)), (named.LatestSource, named.LatestPublished));
        Assert.Null(DatasetManifest.Empty("orders").LatestPublished);
    }

    static ManifestEntry Run(string id, int source, int published) =>
        new(id, 1, $"{id}.csv", "v", s_time.AddDays(source), default, 1, 0, s_time.AddDays(published));

    static RunSegment Segment(string prefix, int? source, int? published) => new(prefix, prefix, 1, 1, 0, "")
    {
        LatestSource = s_time.AddDays(source ?? 0), LatestPublished = published is { } days ? s_time.AddDays(days) : null,
    };
}
