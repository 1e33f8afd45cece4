using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Orchestration;
using static DuffBeer.Embedded.Tests.Orchestration.Workshop;

namespace DuffBeer.Embedded.Tests.Orchestration;

public sealed class FailureTests : IDisposable
{
    static readonly OrchestrationName<string, string> s_part = new("Part");

    readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task A_failing_call_is_retried_after_growing_delays()
    {
        var clock = new JumpingClock(Start);
        _workshop.Clock = clock;
        _workshop.OnStep = (input, _) => _workshop.Executed.Count < 4 ? throw new IOException("no luck") : Task.FromResult(input);

        var outcome = await _workshop.RunAsync(context => context.CallAsync(Step, "x"));

        Assert.Equal("x", outcome.Value);
        Assert.Equal(4, _workshop.Executed.Count);
        Assert.Equal([1, 2, 3], _workshop.Events.OfType<CallRetried>().Select(retried => retried.Attempt));
        Assert.Collection(clock.Waits,
            wait => Assert.InRange(wait.TotalSeconds, 0.8, 1.2),
            wait => Assert.InRange(wait.TotalSeconds, 1.6, 2.4),
            wait => Assert.InRange(wait.TotalSeconds, 3.2, 4.8));
    }

    [Fact]
    public async Task After_the_last_try_a_transient_failure_is_terminal_with_its_code()
    {
        _workshop.OnStep = (_, _) => throw new TransientException(ProblemCode.StoreUnavailable, "the disk is full");

        var outcome = await _workshop.RunAsync(context => context.CallAsync(Step, "x", new(3, TimeSpan.FromSeconds(1))));

        Assert.Equal(new(ProblemCode.StoreUnavailable, "the disk is full"), outcome.Problem);
        Assert.Equal(3, _workshop.Executed.Count);
        Assert.Empty(_workshop.JournalFiles);
    }

    [Fact]
    public async Task An_unknown_failure_is_internal()
    {
        _workshop.OnStep = (_, _) => throw new InvalidOperationException("a defect");

        var outcome = await _workshop.RunAsync(context => context.CallAsync(Step, "x", new(1, TimeSpan.Zero)));

        Assert.Equal(new(ProblemCode.Internal, "a defect"), outcome.Problem);
    }

    [Fact]
    public async Task An_unrequested_cancellation_is_a_failure_like_others()
    {
        _workshop.OnStep = (input, _) =>
            _workshop.Executed.Count < 2 ? throw new TaskCanceledException("a timeout") : Task.FromResult(input);

        Assert.Equal("x", (await _workshop.RunAsync(context => context.CallAsync(Step, "x"))).Value);
    }

    [Fact]
    public async Task A_terminal_failure_is_not_retried()
    {
        _workshop.OnStep = (_, _) => throw new TerminalException(ProblemCode.NotCsv, "it is a zip");

        var outcome = await _workshop.RunAsync(context => context.CallAsync(Step, "x"));

        Assert.Equal(new(ProblemCode.NotCsv, "it is a zip"), outcome.Problem);
        Assert.Single(_workshop.Executed);
    }

    [Fact]
    public async Task A_failure_can_be_caught_and_recurs_in_a_replay()
    {
        _workshop.OnStep = (input, _) =>
            input == "bad" ? throw new TerminalException(ProblemCode.NotCsv, "it is a zip") : Task.FromResult(input);
        await _workshop.StopAtAsync("end", CatchingAsync);
        _workshop.Executed.Clear();
        var outcome = await _workshop.RunAsync(CatchingAsync);

        Assert.Equal("NotCsv: it is a zip", outcome.Value);
        Assert.Equal(["end"], _workshop.Executed);

        static async Task<string> CatchingAsync(IOrchestrationContext context)
        {
            string? caught = null;
            try
            {
                await Task.WhenAll(context.CallAsync(Step, "good"), context.CallAsync(Step, "bad"));
            }
            catch (TerminalException terminal)
            {
                caught = $"{terminal.Code}: {terminal.Message}";
            }

            await context.CallAsync(Step, "end");
            return caught!;
        }
    }

    [Fact]
    public async Task A_defect_of_the_orchestration_ends_the_run_as_internal()
    {
        var outcome = await _workshop.RunAsync<int>(async context =>
        {
            await context.CallAsync(Workshop.Double, 1);
            throw new InvalidOperationException("a defect");
        });

        Assert.Equal(new(ProblemCode.Internal, "InvalidOperationException: a defect"), outcome.Problem);
        Assert.Empty(_workshop.JournalFiles);
    }

    [Fact]
    public async Task An_orchestration_that_waits_outside_its_context_fails()
    {
        var outcome = await _workshop.RunAsync<int>(async _ =>
        {
            await Task.Delay(Timeout.Infinite);
            return 1;
        });

        AssertStrayed(outcome.Problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_orchestration_that_continues_outside_its_context_fails(bool onContext)
    {
        var outside = new TaskCompletionSource();
        _workshop.OnStep = (input, _) =>
        {
            outside.SetResult();
            return Task.FromResult(input);
        };

        var outcome = await _workshop.RunAsync(async context =>
        {
            var step = context.CallAsync(Step, "x");
            await outside.Task.ConfigureAwait(onContext);
            await context.CallAsync(Workshop.Double, 1);
            return await step;
        });

        AssertStrayed(outcome.Problem);
    }

    static void AssertStrayed(Problem? problem)
    {
        Assert.Equal(ProblemCode.Internal, problem?.Code);
        Assert.Contains("outside its context", problem?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unregistered_activity_cannot_be_called()
    {
        var outcome = await _workshop.RunAsync(context => context.CallAsync(new ActivityName<int, int>("Unknown"), 1));

        Assert.Contains("Unknown", outcome.Problem?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_still_running_at_the_end_are_stopped()
    {
        var stopped = new TaskCompletionSource();
        _workshop.OnStep = async (input, cancellationToken) =>
        {
            if (input == "quick")
                return input;
            await using var told = cancellationToken.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return input;
        };

        var outcome = await _workshop.RunAsync(
            async context => await await Task.WhenAny(context.CallAsync(Step, "slow"), context.CallAsync(Step, "quick")));

        Assert.Equal("quick", outcome.Value);
        Assert.True(_workshop.Executed.Count < 2 || stopped.Task.IsCompleted);
    }

    [Fact]
    public async Task A_sub_orchestration_has_its_own_calls_and_id()
    {
        var outcome = await RunWithPartAsync(
            (context, input) => context.CallAsync(Step, $"{input} in {context.InstanceId}"),
            async context =>
            {
                var parts = await Task.WhenAll(
                    context.CallSubOrchestrationAsync(s_part, "first", "part-1"),
                    context.CallSubOrchestrationAsync(s_part, "second", "part-2"));
                return $"{string.Join(", ", parts)} of {context.InstanceId}";
            });

        Assert.Equal("first in part-1, second in part-2 of run-1", outcome.Value);
        Assert.Equal(["part-1", "part-2"], _workshop.Events.OfType<CallSettled>().Select(settled => settled.InstanceId).Order());
    }

    [Fact]
    public async Task A_failed_sub_orchestration_fails_in_its_parent()
    {
        var outcome = await RunWithPartAsync(
            (_, _) => throw new TerminalException(ProblemCode.AuditFailed, "two rows too many"),
            context => context.CallSubOrchestrationAsync(s_part, "", "part-1"));

        Assert.Equal(new(ProblemCode.AuditFailed, "two rows too many"), outcome.Problem);
    }

    [Fact]
    public async Task Sub_orchestrations_are_replayed_with_their_parent()
    {
        Func<IOrchestrationContext, string, Task<string>> part = async (context, input) =>
            await context.CallAsync(Step, await context.CallAsync(Step, input));
        Func<IOrchestrationContext, Task<string>> flow = async context =>
            await context.CallSubOrchestrationAsync(s_part, "a", "part-1") + await context.CallSubOrchestrationAsync(
                s_part, "end", "part-2");
        using var stop = new CancellationTokenSource();
        _workshop.OnStep = async (input, _) =>
        {
            if (input == "end")
                await stop.CancelAsync();
            return input;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunWithPartAsync(part, flow, stop.Token));
        _workshop.Executed.Clear();

        Assert.Equal("aend", (await RunWithPartAsync(part, flow)).Value);
        Assert.InRange(_workshop.Executed.Count, 1, 2);
    }

    public static TheoryData<string> WrongIds => new("run-1", "", "é", "a\u001fb", "a\u007f", new('x', 101));

    [Theory]
    [MemberData(nameof(WrongIds))]
    public async Task A_sub_orchestration_needs_a_valid_unique_id(string id)
    {
        var outcome = await RunWithPartAsync(
            (_, input) => Task.FromResult(input), context => context.CallSubOrchestrationAsync(s_part, "", id));

        Assert.Equal(ProblemCode.Internal, outcome.Problem?.Code);
    }

    [Fact]
    public async Task An_id_has_up_to_a_hundred_printable_characters()
    {
        foreach (var id in (string[])[" ", "~", new('x', 100)])
        {
            var outcome = await RunWithPartAsync(
                (_, input) => Task.FromResult(input), context => context.CallSubOrchestrationAsync(s_part, "in", id));

            Assert.Equal("in", outcome.Value);
        }
    }

    [Fact]
    public async Task A_failure_that_the_orchestration_throws_itself_keeps_its_code()
    {
        var outcome = await _workshop.RunAsync<int>(_ => throw new TransientException(ProblemCode.StoreUnavailable, "away"));

        Assert.Equal(ProblemCode.StoreUnavailable, outcome.Problem?.Code);
    }

    async Task<Outcome<string>> RunWithPartAsync(
        Func<IOrchestrationContext, string, Task<string>> part, Func<IOrchestrationContext, Task<string>> flow,
        CancellationToken cancellationToken = default)
    {
        var name = new OrchestrationName<string, string>("Flow");
        using var orchestrator = _workshop.Open();
        orchestrator.Register(s_part, part);
        orchestrator.Register(name, (context, _) => flow(context));
        return await orchestrator.RunAsync(name, "run-1", Fingerprint, "", cancellationToken);
    }
}
