using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Local.Serving;

/// <summary>Refreshes the models one at a time; asks meanwhile become one. Runs that complete ask too, and those asks wait until no run is left.</summary>
sealed class RefreshQueue(SharedOrchestrations orchestrations, RefreshRecords records, Func<bool> runsAreLeft, TimeProvider time, ILogger log, Action<string> notice)
    : IModelRefresh, IEventPublisher, IAsyncDisposable
{
    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>Readers wait no longer than this for what came in, however much follows.</summary>
    static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _gate = new(1);
    readonly SemaphoreSlim _signal = new(0);
    readonly CancellationTokenSource _stop = new();
    Ask? _next;
    string? _lastId;
    Task _loop = Task.CompletedTask;

    /// <summary>Begins to work off asks, first with what an earlier process left: one refresh that was under way, and one that waited, become one.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (await records.UnfinishedAsync(2, cancellationToken) is [.., var last] left)
        {
            foreach (var earlier in left.SkipLast(1))
                await records.SaveAsync(earlier.Ended(new(null, 0, new(ProblemCode.Internal, $"The server stopped before the refresh had ended; {last.Id} does its work.")), time.GetUtcNow()), cancellationToken);
            _lastId = last.Id;
            _next = left.Aggregate(
                new Ask(last with { Asked = [], Settings = new Dictionary<string, string>() }, true, time.GetTimestamp()), (ask, record) => ask.With(record.Asked, record.Settings, isUrgent: true));
            await records.SaveAsync(_next.Record, cancellationToken);
            _signal.Release();
        }

        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    public Task<RefreshRecord> AskAsync(IReadOnlyList<string> models, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        AskAsync(models, settings, isUrgent: true, cancellationToken);

    /// <summary>A run has ended; whatever it published is shown soon.</summary>
    public async Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken)
    {
        if (detailType == "RunCompleted")
            await AskAsync([], new Dictionary<string, string>(), isUrgent: false, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    async Task<RefreshRecord> AskAsync(IReadOnlyList<string> models, IReadOnlyDictionary<string, string> settings, bool isUrgent, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // What waits will show whatever was published until it begins.
            if (_next is not null && !isUrgent && models.Count == 0 && settings.Count == 0)
                return _next.Record;
            var now = time.GetUtcNow();
            var before = _next ?? new(new(NextId(now), RunStatus.Running, now, now), false, time.GetTimestamp());
            var merged = before.With(models, settings, isUrgent);
            await records.SaveAsync(merged.Record, cancellationToken);
            if (_next is null)
                _signal.Release();
            _next = merged;
            return merged.Record;
        }
        finally
        {
            _gate.Release();
        }
    }

    string NextId(DateTimeOffset now) => _lastId = TimeId.After(_lastId, now);

    async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                await _signal.WaitAsync(_stop.Token);
                while (_next is { IsUrgent: false } waiting && runsAreLeft() && time.GetElapsedTime(waiting.Since) < s_longestWait)
                    await Task.Delay(s_look, _stop.Token);
                await RefreshAsync(await TakeAsync());
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    async Task<Ask> TakeAsync()
    {
        await _gate.WaitAsync(_stop.Token);
        var ask = _next!;
        _next = null;
        _gate.Release();
        return ask;
    }

    async Task RefreshAsync(Ask ask)
    {
        RefreshModels.Result result;
        try
        {
            result = await orchestrations.UseAsync(shared => shared.RefreshAsync(new(ask.Record.Asked, ask.Record.Settings), _stop.Token), _stop.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            result = new(null, 0, new((failure as RunException)?.Code ?? ProblemCode.Internal, failure.Message));
        }

        if (result.Problem is null)
            ServerLog.Refreshed(log, ask.Record.Id, result.Snapshot, result.Models);
        else
            ServerLog.RefreshFailed(log, ask.Record.Id, result.Problem.Code.ToString());
        if (result.Problem is { } problem)
            notice($"The models could not be refreshed: {problem.Message}");
        try
        {
            await records.SaveAsync(ask.Record.Ended(result, time.GetUtcNow()), _stop.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Its end can be told to nobody, but those after it are to be.
            notice($"How the refresh {ask.Record.Id} ended could not be written: {failure.Message}");
        }
    }

    /// <param name="Since">When it was first asked.</param>
    sealed record Ask(RefreshRecord Record, bool IsUrgent, long Since)
    {
        public Ask With(IEnumerable<string> models, IReadOnlyDictionary<string, string> settings, bool isUrgent)
        {
            var merged = Record.Settings.ToDictionary();
            foreach (var (name, value) in settings)
                merged[name] = value;
            return new(Record with { Asked = [.. Record.Asked.Union(models).Order(StringComparer.Ordinal)], Settings = merged }, IsUrgent || isUrgent, Since);
        }
    }
}
