using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Local.Serving;

/// <summary>Maintains the lake of a server: on request, and regularly.</summary>
/// <param name="every">Time between two maintenances; null: only on request.</param>
sealed class MaintenanceQueue(
    SharedOrchestrations orchestrations, MaintenanceRecords records, TimeSpan? every, TimeProvider time, Action<string> notice)
    : ILakeMaintenance, IAsyncDisposable
{
    /// <summary>A server that has just started has better things to do.</summary>
    static readonly TimeSpan s_first = TimeSpan.FromMinutes(10);

    /// <summary>The platform's timers take at most 49 days.</summary>
    static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    readonly SemaphoreSlim _signal = new(0);
    readonly CancellationTokenSource _stop = new();
    Task _loop = Task.CompletedTask;

    public void Begin() => _loop = Task.Run(LoopAsync, CancellationToken.None);

    public async Task<string> RequestAsync(CancellationToken cancellationToken)
    {
        var begun = await records.BeginAsync(cancellationToken);
        _signal.Release();
        return begun.Id;
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
            var wait = s_first;
            while (true)
            {
                await _signal.WaitAsync(wait, _stop.Token);
                wait = await TurnAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Maintains the lake if it is time. Returns how long to wait for the next turn.</summary>
    async Task<TimeSpan> TurnAsync()
    {
        try
        {
            var latest = await records.LatestAsync(_stop.Token);
            if (latest?.Status == RunStatus.Running || Left(latest) <= TimeSpan.Zero)
                latest = await orchestrations.UseAsync(shared => shared.MaintainAsync(_stop.Token), _stop.Token);
            if (latest?.Result?.Problem is { } problem)
                notice($"The lake could not be maintained: {problem.Message}");
            var left = Left(latest);
            return left < s_first ? s_first : left;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            notice($"The lake could not be maintained: {failure.Message}");
            return s_first;
        }
    }

    /// <summary>Time until the next maintenance is due, at most a day.</summary>
    TimeSpan Left(MaintenanceRecord? latest)
    {
        var left = every is not { } pause ? s_longestWait
            : latest is null ? TimeSpan.Zero
            : latest.Created + pause - time.GetUtcNow();
        return left < s_longestWait ? left : s_longestWait;
    }
}
