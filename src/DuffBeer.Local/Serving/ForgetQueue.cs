using System.Text;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Wiring;

namespace DuffBeer.Local.Serving;

/// <summary>Does the erasures of a server, and goes on with one that an earlier process of the home left.</summary>
/// <param name="forget">Drops what the server keeps of rows: also called when another process has erased some.</param>
/// <remarks>Other hosts may share a lake on S3. There it goes on only with what a server of this home was asked for.</remarks>
sealed class ForgetQueue(
    HomeDirectory home, SharedOrchestrations orchestrations, EmbeddedRuntime runtime, IForgetSteps steps,
    Func<CancellationToken, Task> forget, Action<string> notice)
    : ILakeErasure, IAsyncDisposable
{
    /// <summary>A document of the home with the id of the erasure that its server was asked for.</summary>
    const string Asked = "erasure";

    /// <summary>Time until a try that stopped is repeated, and until it looks whether another process has erased rows.</summary>
    static readonly TimeSpan s_pause = TimeSpan.FromMinutes(10);

    readonly SemaphoreSlim _signal = new(0);
    readonly CancellationTokenSource _stop = new();
    Task _loop = Task.CompletedTask;

    /// <summary>The latest erasure whose rows this server keeps no more; null before the first.</summary>
    public string? Forgotten { get; private set; }

    public void Begin()
    {
        _signal.Release();
        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    public async Task StartAsync(string id, CancellationToken cancellationToken)
    {
        if (runtime.IsS3)
            await home.ChangeSecretAsync(Asked, _ => Encoding.ASCII.GetBytes(id), cancellationToken);
        _signal.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
        _signal.Dispose();
    }

    async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                await _signal.WaitAsync(s_pause, _stop.Token);
                await TurnAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    async Task TurnAsync()
    {
        try
        {
            var latest = await runtime.Forgets.LatestAsync(_stop.Token);
            if (latest is { Status: RunStatus.Running } && IsOurs(latest.Id))
                latest = await orchestrations.UseAsync(shared => EraseAsync(shared, latest.Id), _stop.Token);
            if (latest is not { Status: RunStatus.Completed } || latest.Id == Forgotten)
                return;
            await forget(_stop.Token);
            Forgotten = latest.Id;
        }
        catch (RunException failure)
        {
            notice($"Rows could not be erased: {failure.Message} It is tried again in ten minutes.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Its message might quote what it read.
            notice($"Rows could not be erased: {failure.GetType().Name}. It is tried again in ten minutes.");
        }
    }

    /// <summary>Looks again, because another process may have ended it while this one waited for the home's lock.</summary>
    async Task<ForgetRecord?> EraseAsync(Orchestrations shared, string id)
    {
        if (await runtime.Forgets.UnderWayAsync(_stop.Token) is null)
            return await runtime.Forgets.LatestAsync(_stop.Token);
        try
        {
            return await shared.ForgetAsync(request: null, steps, _stop.Token);
        }
        catch (RunException failure)
        {
            await runtime.Forgets.HaltAsync(id, new(failure.Code, failure.Message), _stop.Token);
            throw;
        }
    }

    bool IsOurs(string id) => !runtime.IsS3 || (home.ReadDocument(Asked) is { } asked && Encoding.ASCII.GetString(asked) == id);
}
