using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Runs;

public sealed class OutageRetryTests
{
    static readonly DateTimeOffset s_now = new(2026, 11, 21, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_run_that_an_outage_failed_is_tried_again_after_growing_pauses_and_not_for_ever()
    {
        double[] hours = [0, 0.25, 0.5, 1, 2, 4, 8, 16, 24];

        Assert.Equal(
            hours, Enumerable.Range(1, 9).Select(outages => (OutageRetry.DueAt(Failed(outages))!.Value - s_now).TotalHours));
        Assert.Null(OutageRetry.DueAt(Failed(OutageRetry.MostTries)));
        Assert.InRange(hours.Sum(), 24, 120);
    }

    [Fact]
    public void A_run_that_its_input_failed_is_not() =>
        Assert.Null(OutageRetry.DueAt(Failed(1) with { Problem = new(ProblemCode.HeaderMismatch, "no header") }));

    [Fact]
    public void A_record_of_an_older_release_is_due_at_once() => Assert.Equal(s_now, OutageRetry.DueAt(Failed(0)));

    [Fact]
    public void Failures_in_a_row_are_counted_until_another_end()
    {
        var run = Failed(0) with { Status = RunStatus.Running, Problem = null };
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            run = RunTransitions.Apply(run, new AttemptConcluded(attempt, new(ProblemCode.StoreUnavailable, "away"), null));
            Assert.Equal(attempt, run.Outages);
            run = RunTransitions.Apply(run, new AttemptBegun(attempt + 1, 1, s_now));
        }

        Assert.Equal(0, RunTransitions.Apply(run, new AttemptConcluded(4, null, null)).Outages);
        Assert.Equal(0, RunTransitions.Apply(run, new AttemptConcluded(4, new(ProblemCode.NotCsv, "zip"), null)).Outages);
    }

    static RunRecord Failed(int outages) => new()
    {
        Id = "r",
        Dataset = "duff_orders",
        ContractVersion = 1,
        Source = new("a.csv", "v1", "e", 1, s_now),
        Attempt = 1,
        Status = RunStatus.Failed,
        Stage = RunStage.Transform,
        ProcessingDate = new(2026, 11, 21),
        Created = s_now,
        Updated = s_now,
        Problem = new(ProblemCode.StoreUnavailable, "away"),
        Outages = outages,
    };
}
