using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Orchestration;
using static DuffBeer.Embedded.Tests.Orchestration.Workshop;

namespace DuffBeer.Embedded.Tests.Orchestration;

public sealed class JournalledOrchestratorTests : IDisposable
{
    static readonly OrchestrationName<string, string> s_flow = new("Flow");

    readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task A_run_returns_its_result_and_leaves_no_journal()
    {
        var outcome = await _workshop.RunAsync(context => context.CallAsync(Workshop.Double, 21));

        Assert.Equal(42, outcome.Value);
        Assert.Empty(_workshop.JournalFiles);
    }

    [Fact]
    public async Task No_more_activities_run_concurrently_than_allowed()
    {
        _workshop.Parallelism = 3;
        var running = 0;
        var most = 0;
        _workshop.OnStep = async (input, _) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Delay(2, CancellationToken.None);
            Interlocked.Decrement(ref running);
            return input;
        };

        await _workshop.RunAsync(context => Task.WhenAll(Enumerable.Range(0, 20).Select(i => context.CallAsync(Step, $"{i}"))));

        Assert.Equal(20, _workshop.Executed.Count);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task The_orchestration_runs_one_step_at_a_time()
    {
        var inside = 0;
        var overlaps = 0;
        await _workshop.RunAsync(context => Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            await context.CallAsync(Workshop.Double, i);
            overlaps += Interlocked.Increment(ref inside) - 1;
            Thread.SpinWait(1000);
            Interlocked.Decrement(ref inside);
            return i;
        })));

        Assert.Equal(0, overlaps);
    }

    [Fact]
    public async Task A_timer_waits_its_time_and_after_a_restart_only_the_rest()
    {
        using var stop = new CancellationTokenSource();
        _workshop.Clock = new JumpingClock(Start) { IsStopped = true };
        _workshop.OnEvent = told =>
        {
            if (told is StatusChanged)
                stop.Cancel();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _workshop.RunAsync(TimedAsync, stop.Token));
        var clock = new JumpingClock(Start.AddMinutes(50));
        _workshop.Clock = clock;
        var outcome = await _workshop.RunAsync(TimedAsync);

        Assert.Equal([TimeSpan.FromMinutes(10)], clock.Waits);
        Assert.Equal(Start.AddHours(1), outcome.Value);

        static async Task<DateTimeOffset> TimedAsync(IOrchestrationContext context)
        {
            var timer = context.DelayAsync(TimeSpan.FromHours(1));
            context.SetCustomStatus("waiting");
            await timer;
            return context.Now;
        }
    }

    [Fact]
    public async Task A_cancelled_run_stops_its_activities_keeps_their_results_and_resumes_later()
    {
        using var stop = new CancellationTokenSource();
        var both = new Barrier(2);
        var stopped = false;
        _workshop.OnStep = async (input, cancellationToken) =>
        {
            if (input == "quick")
            {
                both.SignalAndWait(CancellationToken.None);
                await stop.CancelAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None);
                return input;
            }

            both.SignalAndWait(CancellationToken.None);
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                stopped = true;
            }

            return input;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _workshop.RunAsync(TwoAsync, stop.Token));
        Assert.True(stopped);
        _workshop.Executed.Clear();
        _workshop.OnStep = (input, _) => Task.FromResult(input);
        var outcome = await _workshop.RunAsync(TwoAsync);

        Assert.Equal(["quick", "slow"], outcome.Unwrap());
        Assert.Equal(["slow"], _workshop.Executed);

        static Task<string[]> TwoAsync(IOrchestrationContext context) =>
            Task.WhenAll(context.CallAsync(Step, "quick"), context.CallAsync(Step, "slow"));
    }

    [Fact]
    public async Task A_run_with_another_fingerprint_is_foreign_until_discarded()
    {
        await _workshop.StopAtAsync("end", context => context.CallAsync(Step, "end"));
        using var orchestrator = _workshop.Open();
        orchestrator.Register(s_flow, (context, input) => context.CallAsync(Step, input));

        Assert.Equal(JournalState.Resumable, orchestrator.StateOf("run-1", Fingerprint));
        Assert.Equal(JournalState.Foreign, orchestrator.StateOf("run-1", "v2"));
        var failure = await Assert.ThrowsAsync<TerminalException>(() => orchestrator.RunAsync(s_flow, "run-1", "v2", "new", default));
        Assert.Equal(ProblemCode.BadRequest, failure.Code);
        orchestrator.Discard("run-1");
        Assert.Equal(JournalState.None, orchestrator.StateOf("run-1", "v2"));
        Assert.Equal("new", (await orchestrator.RunAsync(s_flow, "run-1", "v2", "new", default)).Value);
    }

    [Fact]
    public async Task After_a_crash_unfinished_runs_are_listed_and_resume_with_their_original_input()
    {
        await _workshop.StopAtAsync("end", context => context.CallAsync(Step, "end"));
        using var orchestrator = _workshop.Open();
        orchestrator.Register(s_flow, (_, input) => Task.FromResult($"input was '{input}'"));

        var run = Assert.Single(orchestrator.Unfinished());
        Assert.Equal(
            ("Flow", "run-1", Fingerprint, "", Start),
            (run.Orchestration, run.InstanceId, run.Fingerprint, run.Input.GetString(), run.StartedAt));
        Assert.Equal("input was ''", (await orchestrator.RunAsync(s_flow, run.InstanceId, run.Fingerprint, "another", default)).Value);
        Assert.Empty(orchestrator.Unfinished());
    }

    [Fact]
    public async Task A_journal_without_a_complete_first_entry_counts_as_none()
    {
        Directory.CreateDirectory(_workshop.JournalFolder);
        await File.WriteAllBytesAsync(Path.Combine(_workshop.JournalFolder, "run-1.journal"), [40, 0, 0]);
        using var orchestrator = _workshop.Open();

        Assert.Equal(JournalState.None, orchestrator.StateOf("run-1", Fingerprint));
        Assert.Empty(orchestrator.Unfinished());
        Directory.Delete(_workshop.JournalFolder, recursive: true);
        Assert.Empty(orchestrator.Unfinished());
    }

    [Fact]
    public async Task A_run_in_progress_is_not_started_twice()
    {
        using var orchestrator = _workshop.Open();
        orchestrator.Register(s_flow, (context, input) => context.CallAsync(Step, input));
        var release = new TaskCompletionSource<string>();
        _workshop.OnStep = (_, _) => release.Task;
        var first = orchestrator.RunAsync(s_flow, "run-1", Fingerprint, "1", default);

        var failure = await Assert.ThrowsAsync<TerminalException>(() => orchestrator.RunAsync(s_flow, "run-1", Fingerprint, "2", default));

        Assert.Equal(ProblemCode.BadRequest, failure.Code);
        Assert.Empty(orchestrator.Unfinished());
        release.SetResult("done");
        Assert.Equal("done", (await first).Value);
    }

    [Fact]
    public async Task Different_runs_run_concurrently()
    {
        using var orchestrator = _workshop.Open();
        orchestrator.Register(s_flow, (context, input) => context.CallAsync(Step, input));

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => orchestrator.RunAsync(s_flow, $"run-{i}", Fingerprint, $"{i}", default)));

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), outcomes.Select(outcome => outcome.Value));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_transient()
    {
        await File.WriteAllTextAsync(_workshop.JournalFolder, "a file where the folder should be");

        var failure = await Assert.ThrowsAsync<TransientException>(
            () => _workshop.RunAsync(context => context.CallAsync(Workshop.Double, 1)));

        Assert.Equal(ProblemCode.StoreUnavailable, failure.Code);
        File.Delete(_workshop.JournalFolder);
    }

    [Fact]
    public async Task A_run_cancelled_before_its_start_leaves_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _workshop.RunAsync(context => context.CallAsync(Workshop.Double, 1), new(canceled: true)));

        Assert.Empty(_workshop.JournalFiles);
    }

    static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
