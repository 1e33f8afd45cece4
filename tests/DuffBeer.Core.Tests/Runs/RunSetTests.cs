using DuffBeer.Core.Contracts;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Runs;

public sealed class RunSetTests
{
    static readonly DateTimeOffset s_monday = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_fence_of_a_later_attempt_stays_where_an_earlier_one_is_taken_out()
    {
        var manifest = Of(Run("r1", "a.csv", s_monday)).With(Fence(2)).Without(Fence(1));

        Assert.True(manifest!.IsFenced("r1", 2));
    }

    [Fact]
    public void A_newer_version_of_a_key_replaces_the_older_one()
    {
        var manifest = Of(Run("r1", "a.csv", s_monday)).With(Run("r2", "a.csv", s_monday.AddDays(1)), Reupload.Replace);

        Assert.Equal(["r2"], manifest!.Runs.Select(run => run.RunId));
    }

    [Fact]
    public void An_older_version_that_comes_late_replaces_nothing() =>
        Assert.Null(Of(Run("r2", "a.csv", s_monday.AddDays(1))).With(Run("r1", "a.csv", s_monday), Reupload.Replace));

    [Fact]
    public void Versions_of_the_same_time_are_told_apart_by_version() =>
        Assert.Null(Of(Run("r2", "a.csv", s_monday, version: "b")).With(Run("r1", "a.csv", s_monday, version: "a"), Reupload.Replace));

    [Fact]
    public void Append_keeps_both_versions()
    {
        var manifest = Of(Run("r1", "a.csv", s_monday)).With(Run("r2", "a.csv", s_monday.AddDays(1)), Reupload.Append);

        Assert.Equal(["r1", "r2"], manifest!.Runs.Select(run => run.RunId));
    }

    [Fact]
    public void A_replay_takes_the_place_of_the_attempt_before_it()
    {
        var manifest = Of(Run("r1", "a.csv", s_monday)).With(Run("r1", "a.csv", s_monday, attempt: 2), Reupload.Replace);

        Assert.Equal([2], manifest!.Runs.Select(run => run.Attempt));
    }

    [Fact]
    public void An_attempt_that_comes_late_does_not_undo_its_replay() =>
        Assert.Null(Of(Run("r1", "a.csv", s_monday, attempt: 2)).With(Run("r1", "a.csv", s_monday), Reupload.Replace));

    [Fact]
    public void Runs_are_kept_in_the_order_of_source_time_then_key_however_they_finish()
    {
        ManifestEntry[] runs = [Run("r1", "b.csv", s_monday), Run("r2", "a.csv", s_monday.AddDays(1)), Run("r3", "a2.csv", s_monday)];

        var orders = new[] { runs, [.. runs.Reverse()], [runs[1], runs[2], runs[0]] }
            .Select(order => string.Join(' ', Of(order).Runs.Select(run => run.RunId)));

        Assert.Equal(["r3 r1 r2"], orders.Distinct());
    }

    [Fact]
    public void A_correction_is_published_beside_its_original_and_replaced_by_a_later_one()
    {
        var manifest = Of(Run("r1", "a.csv", s_monday), Correction("c1", 1), Correction("c2", 2));

        Assert.Equal(["r1", "c2"], manifest.Runs.Select(run => run.RunId));
        Assert.Null(manifest.With(Correction("c1", 1), Reupload.Append));
    }

    [Fact]
    public void A_correction_leaves_with_what_it_corrects()
    {
        var manifest = Of(Run("r1", "a.csv", s_monday), Correction("c1", 1), Run("r9", "b.csv", s_monday));

        Assert.Equal(["r9"], manifest.Without(Fence(1))!.Runs.Select(run => run.RunId));
        Assert.Equal(["r9", "r2"], manifest.With(Run("r2", "a.csv", s_monday.AddDays(1)), Reupload.Replace)!.Runs.Select(run => run.RunId));
        Assert.Null(Of(Run("r9", "b.csv", s_monday)).With(Correction("c1", 1), Reupload.Replace));
    }

    [Fact]
    public void A_replay_keeps_corrections_where_it_counts_the_same_rows_and_drops_them_where_not()
    {
        var manifest = Of(Run("r1", "a.csv", s_monday), Correction("c1", 1));
        var again = Run("r1", "a.csv", s_monday, attempt: 2);

        Assert.Equal(["r1", "c1"], manifest.With(again, Reupload.Replace)!.Runs.Select(run => run.RunId));
        Assert.Equal(["r1"], manifest.With(again with { Rejected = again.Rejected + 1 }, Reupload.Replace)!.Runs.Select(run => run.RunId));
    }

    static AttemptFence Fence(int attempt) => new("r1", attempt, s_monday, "a.csv");

    static ManifestEntry Correction(string id, int order) =>
        Run(id, "a.csv~corrected", s_monday) with { Corrects = "r1", Sequencer = $"{order:X16}" };

    static RunSet Of(params ManifestEntry[] runs) =>
        runs.Aggregate(RunSet.Empty, (manifest, run) => manifest.With(run, Reupload.Replace)!);

    static ManifestEntry Run(string id, string key, DateTimeOffset time, string version = "v", int attempt = 1) =>
        new(id, attempt, key, version, time, DateOnly.FromDateTime(time.UtcDateTime), 1, 0, s_monday);
}
