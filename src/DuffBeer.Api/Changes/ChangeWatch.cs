using System.Text.Json;
using DuffBeer.Api.Http;
using DuffBeer.Api.Models;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs.Views;

namespace DuffBeer.Api.Changes;

/// <summary>Looks into the lake for changes while at least one viewer is there: one look a second, however many viewers.</summary>
sealed class ChangeWatch(IObjectStore lake, RunRecords runs, RunViews views, TimeProvider time, CancellationToken stopping)
{
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(750);

    /// <summary>How long the watch continues without a viewer: one that reconnects in that time misses nothing.</summary>
    static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);

    readonly Snapshots _snapshots = new(lake);
    readonly RefreshRecords _refreshes = new(lake);
    readonly RefreshProgressReader _progress = new(lake);
    readonly WatchedRuns _runs = new(lake, runs);
    readonly Lock _lock = new();
    int _viewers;
    TaskCompletionSource? _ready;

    public ChangeLog Log { get; } = new();

    /// <summary>Adds a viewer until the result is disposed; completes once the first look is done.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        Task ready;
        lock (_lock)
        {
            _viewers++;
            if (_ready is null)
            {
                _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _ = Task.Run(() => WatchAsync(_ready), CancellationToken.None);
            }

            ready = _ready.Task;
        }

        var viewer = new Viewer(this);
        try
        {
            await ready.WaitAsync(cancellationToken);
            return viewer;
        }
        catch
        {
            viewer.Dispose();
            throw;
        }
    }

    async Task WatchAsync(TaskCompletionSource ready)
    {
        var seen = time.GetTimestamp();
        try
        {
            while (true)
            {
                try
                {
                    await LookAsync(stopping);
                }
                catch (Exception) when (!stopping.IsCancellationRequested)
                {
                    // Viewers must not wait in vain because one look failed. The next look finds what changed meanwhile.
                }

                ready.TrySetResult();
                await Task.Delay(s_pause, time, stopping);
                lock (_lock)
                {
                    if (_viewers > 0)
                        seen = time.GetTimestamp();
                    else if (time.GetElapsedTime(seen) > s_grace)
                    {
                        End();
                        return;
                    }
                }
            }
        }
        catch (Exception failure)
        {
            lock (_lock)
                End();
            ready.TrySetException(failure);
        }
    }

    void End()
    {
        _ready = null;
        _runs.Clear();
        Log.Clear();
    }

    /// <remarks>
    /// Causes are read after their effects and sent before them: a viewer that gets a snapshot knows already how its runs ended.
    /// </remarks>
    async Task LookAsync(CancellationToken cancellationToken)
    {
        var pointer = await _snapshots.PointerAsync(cancellationToken);
        var refresh = await _refreshes.CurrentAsync(cancellationToken);
        var progress = refresh?.Status == RunStatus.Running ? await _progress.NowAsync(refresh, cancellationToken) : null;
        foreach (var listing in await views.ListAsync(await _runs.ChangedAsync(time.GetUtcNow(), cancellationToken), cancellationToken))
        {
            var json = JsonSerializer.Serialize(listing, ApiJson.Readable.RunListing);
            if (_runs.IsNew(listing.Id, json))
                Log.Add("run", json, isState: false);
        }

        if (refresh is not null)
        {
            var answer = RefreshAnswer.Of(refresh) with { Progress = RefreshProgressAnswer.Of(progress) };
            Log.Add("refresh", JsonSerializer.Serialize(answer, ApiJson.Readable.RefreshAnswer), isState: true);
        }

        if (pointer is not null)
        {
            var shown = new ShownAnswer(pointer.Snapshot, pointer.At.UtcDateTime);
            Log.Add("snapshot", JsonSerializer.Serialize(shown, ApiJson.Readable.ShownAnswer), isState: true);
        }
    }

    sealed class Viewer(ChangeWatch watch) : IDisposable
    {
        int _isGone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGone, 1) == 1)
                return;
            lock (watch._lock)
                watch._viewers--;
        }
    }
}
