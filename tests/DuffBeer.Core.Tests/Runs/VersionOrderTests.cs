using DuffBeer.Core.Contracts;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Runs;

public sealed class VersionOrderTests
{
    static readonly DateTimeOffset s_time = new(2026, 11, 21, 7, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0055", "0056", true)]
    [InlineData("0056", "0055", false)]
    [InlineData("0055", "00551", true)]
    [InlineData("00551", "0055", false)]
    [InlineData("00550", "0055", false)]
    public void Of_versions_of_one_time_the_one_with_the_greater_sequencer_stays(string published, string late, bool replaces)
    {
        // The version ids have the opposite order; they decide only between equal sequencers.
        var manifest = RunSet.Empty.With(Entry("run-1", "b", published), Reupload.Replace)!;
        var next = manifest.With(Entry("run-2", "a", late), Reupload.Replace);

        Assert.Equal(replaces ? "run-2" : null, next?.Runs.Single().RunId);
    }

    [Fact]
    public void Source_time_goes_before_the_sequencer()
    {
        var manifest = RunSet.Empty.With(Entry("run-1", "a", "9999"), Reupload.Replace)!;

        Assert.NotNull(manifest.With(Entry("run-2", "a", "0001") with { SourceTime = s_time.AddSeconds(1) }, Reupload.Replace));
    }

    [Fact]
    public void Without_a_sequencer_the_version_id_decides()
    {
        var manifest = RunSet.Empty.With(Entry("run-1", "b", null), Reupload.Replace)!;

        Assert.Null(manifest.With(Entry("run-2", "a", "9999"), Reupload.Replace));
        Assert.NotNull(manifest.With(Entry("run-2", "c", "0000"), Reupload.Replace));
    }

    [Fact]
    public void A_run_is_taken_out_and_one_that_is_not_there_changes_nothing()
    {
        var manifest = RunSet.Empty.With(Entry("run-1", "a", null), Reupload.Replace)!;

        Assert.Empty(manifest.Without(new("run-1", 1, default, "a.csv"))!.Runs);
        Assert.Null(manifest.Without(new("run-2", 1, default, "a.csv")));
    }

    static ManifestEntry Entry(string run, string version, string? sequencer) =>
        new(run, 1, "orders.csv", version, s_time, new(2026, 11, 21), 1, 0, s_time) { Sequencer = sequencer };
}
