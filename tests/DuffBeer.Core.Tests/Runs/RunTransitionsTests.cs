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
        suspend     Suspended  Suspended  -          -        -
        resume      Running    Running    -          -        -
        terminate   Terminated Terminated -          -        Terminated
        retire      -          -          Completed  Failed   Terminated
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
        ["suspend"] = attempt => new RunSuspended(attempt),
        ["resume"] = attempt => new RunResumed(attempt),
        ["terminate"] = attempt => new RunTerminated(attempt),
        ["retire"] = attempt => new RunRetired(attempt),
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
            In(RunStatus.Failed) with { Problem = s_problem, Cost = cost, Chunks = 3, Warnings = ["a warning"] },
            new AttemptBegun(Attempt + 1, 7, DateTimeOffset.UnixEpoch));

        Assert.Equal((3, 7, RunStage.Inspect, 0), (run.Attempt, run.ContractVersion, run.Stage, run.Chunks));
        Assert.Equal((null, null, 1m), (run.Problem, run.Cost, run.EarlierCost!.Dollars));
        Assert.Empty(run.Warnings);
    }

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
