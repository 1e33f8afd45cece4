using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.Home;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Runs;

/// <summary>One process changes a run while another still goes by what it read before.</summary>
public sealed class ChangesAtTheSameTime : IDisposable
{
    const string Key = "duff/orders/orders.csv";

    readonly Home _home = new();
    readonly Steps _steps;
    readonly CoreRuns _runs;

    public ChangesAtTheSameTime()
    {
        _steps = Steps.Over(_home);
        _runs = new(
            new(new HomeDirectory(_home.Root).OpenLanding(), _home.Lake, "landing"),
            new DatasetCatalog([Contracts.DuffOrders]),
            () => new NoEventPublisher(),
            new NoOpenTables(),
            TimeProvider.System);
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task No_new_attempt_begins_of_a_run_that_was_terminated_meanwhile()
    {
        var read = await StartAsync();
        await _runs.Control(new Engine()).TerminateAsync(read.Id, default);

        await RefusedAsync(() => _runs.Starts.AgainAsync(read, default));

        Assert.Equal((RunStatus.Terminated, 1), await StateAsync(read.Id));
    }

    [Fact]
    public async Task No_new_attempt_begins_of_a_run_that_was_retired_meanwhile()
    {
        var read = await StartAsync();
        await _steps.RunAsync(new(read.Id, 1));
        read = await _steps.Records.GetAsync(read.Id, default);
        await _runs.Retirement.RetireAsync(read.Id, default);

        await RefusedAsync(() => _runs.Starts.AgainAsync(read, default));

        Assert.True((await _steps.Records.GetAsync(read.Id, default)).Retired);
    }

    [Fact]
    public async Task Rows_that_were_published_just_before_the_cut_count_as_published_until_the_next_attempt_publishes()
    {
        var read = await StartAsync();
        await _steps.RunAsync(new(read.Id, 1));
        var cutOff = await _steps.Records.GetAsync(read.Id, default) with
        {
            Status = RunStatus.Running, Stage = RunStage.Publish, Published = false
        };
        await _home.Lake.WriteAsync(LakeKeys.Run(read.Id), cutOff, RunJson.Default.RunRecord, WriteCondition.None, default);

        var again = await _runs.Starts.AgainAsync(cutOff, default);

        Assert.Equal((2, true), (again.Attempt, again.Published));
    }

    /// <summary>Its host died between the fence and the record, so why it was to end is not known.</summary>
    [Fact]
    public async Task An_attempt_whose_end_was_interrupted_fails_as_by_an_outage_and_the_next_one_publishes()
    {
        var run = await StartAsync();
        var judged = run with { Stage = RunStage.Publish };
        Assert.True(await new PublicationFence(new DatasetManifests(_home.Lake), TimeProvider.System).SetAsync(judged, default));

        await _steps.RunAsync(new(run.Id, 1));

        var failed = await _steps.Records.GetAsync(run.Id, default);
        Assert.Equal((RunStatus.Failed, ProblemCode.StoreUnavailable), (failed.Status, failed.Problem!.Code));
        Assert.NotNull(OutageRetry.DueAt(failed));
        await _steps.RunAsync(new(run.Id, (await _runs.Starts.AgainAsync(failed, default)).Attempt));
        Assert.True((await _steps.Records.GetAsync(run.Id, default)).Published);
    }

    [Fact]
    public async Task A_retirement_that_is_refused_leaves_nothing_unfinished()
    {
        var run = await StartAsync();
        var before = await _home.KeysAsync(LakeKeys.UnfinishedAttempts);

        await RefusedAsync(() => _runs.Retirement.RetireAsync(run.Id, default));

        Assert.Equal(before, await _home.KeysAsync(LakeKeys.UnfinishedAttempts));
    }

    [Fact]
    public async Task A_late_copy_of_a_publication_that_was_skipped_stays_out_once_the_run_is_retired()
    {
        var older = await StartAsync();
        var newer = await StartAsync(Csv.Rows(6));
        await _steps.RunAsync(new(newer.Id, 1));
        await _steps.RunAsync(new(older.Id, 1));
        Assert.False((await _steps.Records.GetAsync(older.Id, default)).Published);

        await _runs.Retirement.RetireAsync(older.Id, default);

        var manifest = await _home.Lake.ReadAsync(LakeKeys.Dataset("duff_orders"), RunJson.Default.DatasetManifest, default);
        Assert.True(manifest!.Value.ToSet().IsFenced(older.Id, 1));
    }

    [Fact]
    public async Task A_run_that_is_resumed_before_its_engine_was_told_to_suspend_goes_on()
    {
        var run = await StartAsync();
        var engine = new Engine();
        engine.BeforeSuspend = () => _runs.Control(engine).ResumeAsync(run.Id, default);

        await _runs.Control(engine).SuspendAsync(run.Id, default);

        Assert.Equal((RunStatus.Running, 1), await StateAsync(run.Id));
        Assert.True(engine.IsAtWork);
    }

    [Fact]
    public async Task A_run_that_is_suspended_before_its_engine_was_told_to_resume_stays_suspended()
    {
        var run = await StartAsync();
        var engine = new Engine();
        await _runs.Control(engine).SuspendAsync(run.Id, default);
        engine.BeforeResume = () => _runs.Control(engine).SuspendAsync(run.Id, default);

        await _runs.Control(engine).ResumeAsync(run.Id, default);

        Assert.Equal((RunStatus.Suspended, 1), await StateAsync(run.Id));
        Assert.False(engine.IsAtWork);
    }

    [Fact]
    public async Task A_replay_that_waited_for_the_lock_goes_by_the_run_as_it_is_then()
    {
        var run = await StartAsync();
        Task replay;
        using (await new HomeDirectory(_home.Root).AcquireLockAsync("a server", null, default))
        {
            var isWaiting = new TaskCompletionSource();
            replay = _home.ReplayAsync(run.Id, () => isWaiting.TrySetResult());
            await isWaiting.Task;
            await _steps.Records.UpdateAsync(run.Id, new RunSuspended(1), default);
        }

        await RefusedAsync(() => replay);
        Assert.Equal((RunStatus.Suspended, 1), await StateAsync(run.Id));
    }

    [Fact]
    public async Task A_run_that_ends_before_its_engine_was_asked_is_not_started_again_by_another_event()
    {
        var (run, engine) = await EndingAsync();

        var receipt = await _runs.Intake(engine).NoticeAsync(new("landing", Key), default);

        Assert.Equal((ReceiptKind.Known, RunStatus.Completed), (receipt.Kind, receipt.Run!.Status));
        Assert.False(engine.IsAtWork);
    }

    [Fact]
    public async Task A_run_that_ends_before_its_engine_was_asked_is_not_resumed_by_recovery()
    {
        var (_, engine) = await EndingAsync();

        Assert.Empty(await _runs.Recovery(engine).ResumeAsync(default));
        Assert.False(engine.IsAtWork);
    }

    /// <summary>A run that is open when its record is read, and has ended when the engine is asked.</summary>
    async Task<(RunRecord Run, Engine Engine)> EndingAsync()
    {
        var run = await StartAsync();
        var engine = new Engine();
        engine.BeforeAnswer = async () =>
        {
            await _steps.RunAsync(new(run.Id, 1));
            engine.End();
        };
        return (run, engine);
    }

    async Task<RunRecord> StartAsync(string? rows = null)
    {
        var run = await _steps.StartAsync(Key, _home.Write($"{rows?.Length}.csv", Csv.Bytes(Csv.Header + (rows ?? Csv.Rows(5)))));
        return await _steps.Records.GetAsync(run.RunId, default);
    }

    async Task<(RunStatus Status, int Attempt)> StateAsync(string run)
    {
        var record = await _steps.Records.GetAsync(run, default);
        return (record.Status, record.Attempt);
    }

    static async Task RefusedAsync(Func<Task> change) =>
        Assert.Equal(ProblemCode.Conflict, (await Assert.ThrowsAsync<TerminalException>(change)).Code);

    /// <summary>An engine that does as it was told last.</summary>
    sealed class Engine : IRunOrchestrator
    {
        public bool IsAtWork { get; private set; } = true;

        /// <summary>What another process does before the engine is told; once.</summary>
        public Func<Task>? BeforeSuspend { get; set; }

        public Func<Task>? BeforeResume { get; set; }

        public Task<bool> HasRoomAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        /// <summary>What happens before the engine says whether it is at work; once.</summary>
        public Func<Task>? BeforeAnswer { get; set; }

        public void End() => IsAtWork = false;

        public async Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken)
        {
            var before = BeforeAnswer;
            BeforeAnswer = null;
            await (before?.Invoke() ?? Task.CompletedTask);
            return IsAtWork;
        }

        public Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken) => Task.FromResult(!IsAtWork);

        public Task StartAsync(string run, int attempt, CancellationToken cancellationToken) => SetAsync(true, null);

        public Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken) => SetAsync(false, null);

        public Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken)
        {
            var before = BeforeSuspend;
            BeforeSuspend = null;
            return SetAsync(false, before);
        }

        public Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken)
        {
            var before = BeforeResume;
            BeforeResume = null;
            return SetAsync(true, before);
        }

        async Task SetAsync(bool isAtWork, Func<Task>? before)
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            IsAtWork = isAtWork;
        }
    }
}
