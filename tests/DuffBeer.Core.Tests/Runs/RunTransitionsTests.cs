using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Runs;

/// <summary>Every change in every state: its result, or its refusal.</summary>
public sealed class RunTransitionsTests
{
    const int Attempt = 2;

    static readonly RowLedger s_ledger = new();
    static readonly Problem s_problem = new(ProblemCode.NotCsv, "not CSV");
    static readonly RunSource s_rewritten = new("a.csv", "without", "without", 7, default);

    /// <summary>
    /// One line per change: its result for a run that is Running, Suspended, Completed, Failed, Terminated. "-" is a refusal.
    /// </summary>
    const string Table =
        """
        inspected   Running    Suspended  -          -        -
        judged      Running    Suspended  -          -        -
        approved    Running    Suspended  -          -        -
        verified    Running    Suspended  Completed  -        -
        published   Running    Suspended  Completed  -        Completed
        skipped     Running    Suspended  -          -        -
        completed   Completed  Completed  Completed  -        -
        failed      Failed     Failed     -          Failed   -
        batched     Completed  Completed  Completed  -        -
        suspend     Suspended  Suspended  -          -        -
        resume      Running    Running    -          -        -
        terminate   Terminated Terminated -          -        Terminated
        retire      -          -          Completed  Failed   Terminated
        expire      -          -          Completed  Failed   Terminated
        erase       -          -          Completed  Failed   Terminated
        begin       Running    -          Running    Running  Running
        """;

    static readonly Dictionary<string, Func<int, RunChange>> s_changes = new()
    {
        ["inspected"] = attempt => new SourceInspected(attempt, 3),
        ["judged"] = attempt => new RowsJudged(attempt, s_ledger, ["a warning"]),
        ["approved"] = attempt => new PublicationApproved(attempt),
        ["verified"] = attempt => new RowsVerified(attempt),
        ["published"] = attempt => new RowsPublished(attempt),
        ["skipped"] = attempt => new PublicationSkipped(attempt, "older"),
        ["completed"] = attempt => new AttemptConcluded(attempt, null, null),
        ["failed"] = attempt => new AttemptConcluded(attempt, s_problem, null),
        ["batched"] = attempt => new EndedInBatch(
            attempt,
            "orders-batch-1-1",
            [
                new SourceInspected(attempt, 1), new RowsJudged(attempt, s_ledger, ["a warning"]), new PublicationApproved(attempt),
                new RowsPublished(attempt), new AttemptConcluded(attempt, null, null),
            ]),
        ["suspend"] = attempt => new RunSuspended(attempt),
        ["resume"] = attempt => new RunResumed(attempt),
        ["terminate"] = attempt => new RunTerminated(attempt),
        ["retire"] = attempt => new RunRetired(attempt),
        ["expire"] = attempt => new RunExpired(attempt),
        ["erase"] = attempt => new RowsErased(attempt, s_rewritten, 3, default),
        ["begin"] = attempt => new AttemptBegun(attempt + 1, 7, default),
    };

    public static TheoryData<string, RunStatus, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, RunStatus, string>();
            foreach (var line in Table.Split('\n'))
            {
                var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                foreach (var (index, status) in States.Index())
                    pairs.Add(cells[0], status, cells[index + 1]);
            }

            return pairs;
        }
    }

    static RunStatus[] States => [RunStatus.Running, RunStatus.Suspended, RunStatus.Completed, RunStatus.Failed, RunStatus.Terminated];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_change_in_a_state(string change, RunStatus status, string expected) =>
        Assert.Equal(expected, Outcome(In(status), s_changes[change](Attempt))?.Status.ToString() ?? "-");

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_change_of_another_attempt_is_refused(string change, RunStatus status, string _)
    {
        Assert.Null(Outcome(In(status), s_changes[change](Attempt - 2)));
        Assert.Null(Outcome(In(status), s_changes[change](Attempt + 1)));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_change_that_is_applied_twice_does_no_more_the_second_time(string change, RunStatus status, string _)
    {
        if (Outcome(In(status), s_changes[change](Attempt)) is not { } once)
            return;

        Assert.Equal(once with { Warnings = [] }, RunTransitions.Apply(once, s_changes[change](Attempt)) with { Warnings = [] });
    }

    [Fact]
    public void Every_change_and_every_state_has_its_line()
    {
        var changes = typeof(RunChange).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunChange)));

        Assert.Empty(changes.Except(s_changes.Values.Select(change => change(1).GetType())));
        Assert.Equal(Enum.GetValues<RunStatus>().Order(), States.Order());
        Assert.Equal(s_changes.Keys, Table.Split('\n').Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("inspected")]
    [InlineData("judged")]
    public void A_late_copy_of_an_activity_does_not_turn_the_stage_back(string change)
    {
        var approved = RunTransitions.Apply(In(RunStatus.Running), new PublicationApproved(Attempt));

        Assert.Equal(RunStage.Publish, RunTransitions.Apply(approved, s_changes[change](Attempt)).Stage);
    }

    [Fact]
    public void A_suspended_run_keeps_what_its_last_activity_found() =>
        Assert.Equal(3, RunTransitions.Apply(In(RunStatus.Suspended), new SourceInspected(Attempt, 3)).Chunks);

    [Fact]
    public void Each_step_leaves_in_the_record_what_it_found()
    {
        var run = In(RunStatus.Running);

        var inspected = RunTransitions.Apply(run, new SourceInspected(Attempt, 3, VersionByHeader: 5));
        Assert.Equal((RunStage.Transform, 3), (inspected.Stage, inspected.Chunks));
        Assert.Equal((5, 5), (inspected.ContractVersion, inspected.VersionByHeader));
        var again = RunTransitions.Apply(inspected, new SourceInspected(Attempt, 3));
        Assert.Equal((5, 5), (again.ContractVersion, again.VersionByHeader));
        var other = RunTransitions.Apply(inspected, new SourceInspected(Attempt, 3, VersionByHeader: 6));
        Assert.Equal((6, 6), (other.ContractVersion, other.VersionByHeader));

        var judged = RunTransitions.Apply(run, new RowsJudged(Attempt, s_ledger, ["a warning"]));
        Assert.Equal((RunStage.Judge, "a warning"), (judged.Stage, Assert.Single(judged.Warnings)));
        Assert.Same(s_ledger, judged.Ledger);

        Assert.Equal(RunStage.Publish, RunTransitions.Apply(run, new PublicationApproved(Attempt)).Stage);
        Assert.True(RunTransitions.Apply(run, new RowsVerified(Attempt)).Verified);
        Assert.True(RunTransitions.Apply(In(RunStatus.Completed), new RowsVerified(Attempt)).Verified);
        Assert.True(RunTransitions.Apply(run, new RowsPublished(Attempt)).Published);
        Assert.True(RunTransitions.Apply(In(RunStatus.Completed), new RowsPublished(Attempt)).Published);
    }

    [Fact]
    public void A_warning_that_is_given_twice_is_there_once_beside_the_others()
    {
        var judged = RunTransitions.Apply(In(RunStatus.Running), new RowsJudged(Attempt, s_ledger, ["first"]));
        var once = RunTransitions.Apply(judged, new PublicationSkipped(Attempt, "older"));

        Assert.Equal(["first", "older"], once.Warnings);
        Assert.Equal(["first", "older"], RunTransitions.Apply(once, new PublicationSkipped(Attempt, "older")).Warnings);
    }

    [Fact]
    public void An_attempt_that_ends_keeps_its_stage_only_if_it_failed()
    {
        var cost = new RunCost(CostDrivers.None, 1);
        var run = In(RunStatus.Running) with { Stage = RunStage.Judge, Outages = 2 };

        var completed = RunTransitions.Apply(run, new AttemptConcluded(Attempt, null, cost));
        Assert.Equal((RunStage.Done, false, 0, cost), (completed.Stage, completed.Published, completed.Outages, completed.Cost));
        var failed = RunTransitions.Apply(run, new AttemptConcluded(Attempt, s_problem, cost, IsVisible: true));
        Assert.Equal((RunStage.Judge, true, 0, s_problem), (failed.Stage, failed.Published, failed.Outages, failed.Problem));
        Assert.True(RunTransitions.Apply(run with { Published = true }, new AttemptConcluded(Attempt, null, cost)).Published);
        var outage = RunTransitions.Apply(run, new AttemptConcluded(Attempt, new(ProblemCode.StoreUnavailable, ""), cost));
        Assert.Equal(3, outage.Outages);
    }

    [Fact]
    public void An_end_that_is_reported_twice_adds_only_the_cost_that_was_not_known()
    {
        var (cost, other) = (new RunCost(CostDrivers.None, 1), new RunCost(CostDrivers.None, 2));
        var first = RunTransitions.Apply(In(RunStatus.Running), new AttemptConcluded(Attempt, null, null));

        var second = RunTransitions.Apply(first, new AttemptConcluded(Attempt, null, cost));
        Assert.Equal(cost, second.Cost);
        Assert.Same(second, RunTransitions.Apply(second, new AttemptConcluded(Attempt, null, other)));
        Assert.Null(Outcome(In(RunStatus.Failed), new AttemptConcluded(Attempt, new(ProblemCode.NotCsv, "another"), cost)));
    }

    [Fact]
    public void A_batch_that_ends_a_run_twice_adds_only_the_cost_that_was_not_known()
    {
        var cost = new RunCost(CostDrivers.None, 1);
        var once = RunTransitions.Apply(In(RunStatus.Running), Batch("batch-1", new AttemptConcluded(Attempt, null, null)));
        Assert.Equal((RunStatus.Completed, true, "batch-1"), (once.Status, once.Published, once.Batches![Attempt]));

        var twice = RunTransitions.Apply(once, Batch("batch-2", new AttemptConcluded(Attempt, null, cost)));

        Assert.Equal(once with { Cost = cost }, twice);
        var failed = In(RunStatus.Failed);
        Assert.Equal(
            failed with { Cost = cost }, RunTransitions.Apply(failed, Batch("batch-1", new AttemptConcluded(Attempt, s_problem, cost))));
    }

    [Fact]
    public void A_run_that_was_ended_when_its_rows_were_visible_gets_from_its_batch_only_what_is_missing()
    {
        var before = new Dictionary<int, string> { [1] = "batch-1" };
        var retired = In(RunStatus.Completed) with { Retired = true, Batches = before };

        var ended = RunTransitions.Apply(retired, Batch("batch-2", new AttemptConcluded(Attempt, null, null)));

        Assert.Equal((RunStatus.Completed, false, true), (ended.Status, ended.Published, ended.Retired));
        Assert.Same(s_ledger, ended.Ledger);
        Assert.Equal([(1, "batch-1"), (Attempt, "batch-2")], ended.Batches!.Select(batch => (batch.Key, batch.Value)).Order());
        Assert.Single(before);
        var shown = RunTransitions.Apply(
            In(RunStatus.Completed) with { Published = true }, Batch("batch-2", new AttemptConcluded(Attempt, null, null)));
        Assert.True(shown.Published);
    }

    [Fact]
    public void A_run_that_is_being_deleted_cannot_begin_again()
    {
        var expired = RunTransitions.Apply(In(RunStatus.Completed), new RunExpired(Attempt));

        Assert.True(expired.IsExpired);
        Assert.Same(expired, RunTransitions.Apply(expired, new RunExpired(Attempt)));
        Assert.Null(Outcome(expired, new AttemptBegun(Attempt + 1, 7, default)));
    }

    [Fact]
    public void A_retired_run_is_published_no_more()
    {
        var run = RunTransitions.Apply(In(RunStatus.Completed) with { Published = true }, new RunRetired(Attempt));

        Assert.Equal((false, true), (run.Published, run.Retired));
    }

    [Fact]
    public void Erased_rows_leave_nothing_that_quotes_them_and_are_counted()
    {
        var run = In(RunStatus.Failed) with
        {
            Warnings = ["'Zoe' is new"], Problem = new(ProblemCode.TypeDrift, "'Zoe' is no number"), MayBatch = true,
        };

        var erased = RunTransitions.Apply(run, new RowsErased(Attempt, s_rewritten, 3, DateTimeOffset.UnixEpoch));
        var more = RunTransitions.Apply(
            erased, new RowsErased(Attempt, s_rewritten with { Version = "other" }, 2, DateTimeOffset.UnixEpoch));

        Assert.Equal((s_rewritten, false), (erased.Source, erased.MayBatch));
        Assert.Equal(new Erasure(3, DateTimeOffset.UnixEpoch, Attempt + 1), erased.Erased);
        Assert.Equal((5, Attempt + 1), (more.Erased!.Rows, more.Erased.Since));
        Assert.Empty(erased.Warnings);
        Assert.Equal(ProblemCode.TypeDrift, erased.Problem!.Code);
        Assert.DoesNotContain("Zoe", erased.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_without_effect_returns_the_same_record()
    {
        var (suspended, running, terminated) = (In(RunStatus.Suspended), In(RunStatus.Running), In(RunStatus.Terminated));

        Assert.Same(suspended, RunTransitions.Apply(suspended, new RunSuspended(Attempt)));
        Assert.Same(running, RunTransitions.Apply(running, new RunResumed(Attempt)));
        Assert.Same(terminated, RunTransitions.Apply(terminated, new RunTerminated(Attempt)));
        Assert.Same(running, RunTransitions.Apply(running, new AttemptBegun(Attempt, 7, default)));
    }

    [Fact]
    public void Only_the_current_attempt_of_a_run_that_has_not_ended_is_under_way()
    {
        var running = In(RunStatus.Running);

        Assert.Same(running, RunTransitions.UnderWay(running, Attempt));
        Assert.Throws<TerminalException>(() => RunTransitions.UnderWay(running, Attempt - 1));
        Assert.Throws<TerminalException>(() => RunTransitions.UnderWay(running, Attempt + 1));
        Assert.Throws<TerminalException>(() => RunTransitions.UnderWay(In(RunStatus.Completed), Attempt));
    }

    [Fact]
    public void A_terminated_run_whose_rows_are_visible_has_completed()
    {
        var run = RunTransitions.Apply(In(RunStatus.Terminated), new RowsPublished(Attempt));

        Assert.Equal((RunStatus.Completed, RunStage.Done, true), (run.Status, run.Stage, run.Published));
    }

    [Fact]
    public void A_late_copy_of_the_publication_does_not_bring_a_retired_run_back() =>
        Assert.Null(Outcome(In(RunStatus.Completed) with { Retired = true }, new RowsPublished(Attempt)));

    [Fact]
    public void A_new_attempt_begins_with_nothing_of_the_last_but_its_cost_and_its_dates()
    {
        var cost = new RunCost(CostDrivers.None, 1);
        var run = RunTransitions.Apply(
            In(RunStatus.Failed) with
            {
                Problem = s_problem, Cost = cost, Chunks = 3, Warnings = ["a warning"], Stage = RunStage.Judge, Ledger = s_ledger,
                Verified = true, Retired = true, AsVersion = 4, VersionByHeader = 5,
            },
            new AttemptBegun(Attempt + 1, 7, DateTimeOffset.UnixEpoch, AsVersion: 6));

        Assert.Equal((3, 7, RunStage.Inspect, 0), (run.Attempt, run.ContractVersion, run.Stage, run.Chunks));
        Assert.Equal((null, null, 1m), (run.Problem, run.Cost, run.EarlierCost!.Dollars));
        Assert.Empty(run.Warnings);
        Assert.Equal((6, null, null), (run.AsVersion, run.VersionByHeader, run.Ledger));
        Assert.Equal((false, false, DateTimeOffset.UnixEpoch), (run.Verified, run.Retired, run.Started));
    }

    static EndedInBatch Batch(string batch, AttemptConcluded end) => new(
        Attempt,
        batch,
        [
            new SourceInspected(Attempt, 1), new RowsJudged(Attempt, s_ledger, ["a warning"]), new PublicationApproved(Attempt),
            new RowsPublished(Attempt), end,
        ]);

    static RunRecord? Outcome(RunRecord run, RunChange change)
    {
        try
        {
            return RunTransitions.Apply(run, change);
        }
        catch (TerminalException refused)
        {
            Assert.Equal(ProblemCode.Conflict, refused.Code);
            return null;
        }
    }

    static RunRecord In(RunStatus status) => new()
    {
        Id = "orders-1",
        Dataset = "orders",
        ContractVersion = 1,
        Source = new("orders.csv", "v", "e", 1, default),
        Attempt = Attempt,
        Status = status,
        Stage = RunStage.Inspect,
        ProcessingDate = default,
        Created = default,
        Updated = default,
        Problem = status == RunStatus.Failed ? s_problem : null,
    };
}
