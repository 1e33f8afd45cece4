using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Refresh;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Local.Serving;

/// <summary>Runs the refreshes that <see cref="RefreshRequests"/> coalesces, one at a time.</summary>
/// <remarks>A completed run requests one too, which waits until no run is left.</remarks>
sealed class RefreshQueue(
    SharedOrchestrations orchestrations, RefreshRequests requests, Func<bool> runsAreLeft, TimeProvider time, ILogger log,
    Action<string> notice)
    : IModelRefresh, IEventPublisher, IAsyncDisposable
{
    static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);

    /// <summary>How long published rows wait for a refresh at most, while further runs follow.</summary>
    static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    /// <summary>Delay after a refresh that could not be taken, or whose end could not be recorded.</summary>
    static readonly TimeSpan s_retry = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _signal = new(0);
    readonly CancellationTokenSource _stop = new();
    readonly Lock _lock = new();
    Waiting? _waiting;
    Task _loop = Task.CompletedTask;

    /// <summary>Starts with the refresh that an earlier process left pending or interrupted.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (await requests.IsPendingAsync(cancellationToken))
            Signal(isUrgent: true);
        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    public async Task<string> RequestAsync(RefreshRequest request, CancellationToken cancellationToken)
    {
        var record = await requests.AddAsync(request, cancellationToken);
        Signal(isUrgent: true);
        return record.Id;
    }

    /// <summary>A run has ended: requests a refresh for what it published.</summary>
    public async Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken)
    {
        // A refresh that has not been taken yet will read what the run published.
        if (detailType != Announcement.RunCompleted || IsWaiting)
            return;
        await requests.AddAsync(RefreshRequest.Changes, cancellationToken);
        Signal(isUrgent: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    bool IsWaiting
    {
        get
        {
            lock (_lock)
                return _waiting is not null;
        }
    }

    void Signal(bool isUrgent)
    {
        lock (_lock)
        {
            if (_waiting is null)
                _signal.Release();
            _waiting = new((_waiting?.IsUrgent ?? false) || isUrgent, _waiting?.Since ?? time.GetTimestamp());
        }
    }

    async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                await _signal.WaitAsync(_stop.Token);
                while (_waiting is { IsUrgent: false } waiting && runsAreLeft() && time.GetElapsedTime(waiting.Since) < s_longestWait)
                    await Task.Delay(s_poll, _stop.Token);
                lock (_lock)
                    _waiting = null;
                await RefreshAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    async Task RefreshAsync()
    {
        try
        {
            if (await orchestrations.UseAsync(shared => shared.RefreshPendingAsync(_stop.Token), _stop.Token) is { } ended)
                Report(ended);
            // An interrupted refresh was taken again, before the one that was requested meanwhile.
            if (await requests.IsPendingAsync(_stop.Token))
                Signal(isUrgent: false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            notice($"The models could not be refreshed: {failure.Message}");
            _ = RetryAsync();
        }
    }

    async Task RetryAsync()
    {
        try
        {
            await Task.Delay(s_retry, time, _stop.Token);
            Signal(isUrgent: true);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // The server is stopping; the next start finds the pending refresh.
        }
    }

    void Report(RefreshRecord ended)
    {
        var result = ended.Result!;
        if (result.Problem is not { } problem)
        {
            ServerLog.Refreshed(log, ended.Id, result.Snapshot, result.Models);
            return;
        }

        ServerLog.RefreshFailed(log, ended.Id, problem.Code.ToString());
        notice($"The models could not be refreshed: {problem.Message}");
    }

    /// <param name="IsUrgent">Requested by a user; does not wait for runs.</param>
    /// <param name="Since">Timestamp of the first request.</param>
    sealed record Waiting(bool IsUrgent, long Since);
}
