using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Serving;
using DuffBeer.Local.Wiring;
using Microsoft.Extensions.Logging.Abstractions;

namespace DuffBeer.Api.Tests.Serving;

/// <summary>The queue of runs, and the lock that it shares with other processes.</summary>
public sealed class QueueTests : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    readonly TemporaryFolder _folder = new();
    readonly HomeDirectory _home;
    readonly EmbeddedRuntime _runtime;

    public QueueTests()
    {
        _home = new(_folder.Path);
        _home.Create();
        _runtime = new(_home, new(DomainDefinitions.Duff), new(), TimeProvider.System);
    }

    public void Dispose()
    {
        _runtime.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_queued_run_is_terminated_at_once_although_no_worker_is_free()
    {
        await using var queue = Queue();
        await queue.StartAsync("run", 1, default);

        await queue.TerminateAsync("run", 1, default).WaitAsync(s_patience);

        Assert.False(await queue.IsActiveAsync("run", 1, default));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task A_later_attempt_of_a_terminated_run_keeps_its_place_in_the_queue()
    {
        await using var queue = Queue();
        await queue.StartAsync("run", 1, default);
        await queue.StartAsync("run", 2, default);

        await queue.TerminateAsync("run", 1, default).WaitAsync(s_patience);

        Assert.True(await queue.IsActiveAsync("run", 2, default));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public async Task A_run_that_is_resumed_while_it_stops_is_queued_again()
    {
        var (begun, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var shared = new SharedOrchestrations(
            async stop =>
            {
                begun.TrySetResult();
                await stopped.Task;
                throw new OperationCanceledException(stop);
            },
            (_, _) => Task.CompletedTask, TimeProvider.System);
        await using var queue = Queue();
        queue.Begin(shared);
        await queue.StartAsync("run", 1, default);
        await begun.Task.WaitAsync(s_patience);

        var suspend = queue.SuspendAsync("run", 1, default);
        await queue.ResumeAsync("run", 1, default);
        begun = new();
        stopped.SetResult();
        await suspend.WaitAsync(s_patience);

        await begun.Task.WaitAsync(s_patience);
    }

    [Fact]
    public async Task A_run_that_a_worker_dropped_because_its_record_already_said_so_counts_as_suspended()
    {
        await using var shared = new SharedOrchestrations(OpenAsync, (_, _) => Task.CompletedTask, new StoppedTime());
        await using var queue = Queue();
        queue.Begin(shared);
        await queue.StartAsync("run", 1, default);
        using var patience = new CancellationTokenSource(s_patience);
        while (queue.Count > 0)
            await Task.Delay(5, patience.Token);

        await queue.SuspendAsync("run", 1, default);
    }

    [Fact]
    public async Task A_server_runs_an_interrupted_refresh_again_and_then_the_one_that_was_requested_meanwhile()
    {
        var none = new Dictionary<string, string>();
        var interrupted = await _runtime.Refreshes.AddAsync(new([], none), default);
        await _runtime.Refreshes.TakeAsync(default);
        var next = await _runtime.Refreshes.AddAsync(new([], none), default);

        await using var server = await Server.StartAsync(home: _folder.Path);

        foreach (var refresh in new[] { interrupted, next })
        {
            await server.UntilAsync(
                $"/api/refreshes/{refresh.Id}", detail => detail.GetProperty("runtimeStatus").GetString() == "Completed");
        }
    }

    [Fact]
    public async Task The_lock_is_released_where_unfinished_runs_cannot_be_resumed()
    {
        await using var shared = new SharedOrchestrations(
            stop => OpenAsync(stop), (_, _) => throw new IOException("The lake cannot be read."), TimeProvider.System);

        await Assert.ThrowsAsync<IOException>(() => shared.UseAsync(_ => Task.FromResult(true), default));

        Assert.False(shared.IsOpen);
        (await OpenAsync(default).WaitAsync(s_patience)).Dispose();
    }

    [Fact]
    public async Task The_lock_is_released_where_opening_fails()
    {
        var pending = Path.Combine(_home.Lake, LakeKeys.PendingRefresh);
        await File.WriteAllTextAsync(pending, "not JSON");

        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(default));

        File.Delete(pending);
        (await OpenAsync(default).WaitAsync(s_patience)).Dispose();
    }

    /// <summary>Never releases an idle lock.</summary>
    sealed class StoppedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    RunQueue Queue() => new(_runtime.Core.Records, _runtime.Core.Batches, NullLogger.Instance, _ => { });

    Task<Orchestrations> OpenAsync(CancellationToken stop) =>
        Orchestrations.OpenAsync(_home, _runtime, TimeProvider.System, _ => { }, stop);
}
