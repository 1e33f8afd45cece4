using System.Diagnostics;
using DuffBeer.Api.Http;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Api.Health;

/// <summary>A dependency of the API.</summary>
/// <param name="Probe">Makes the smallest request that shows it is available; throws if it is not.</param>
public sealed record Dependency(string Name, Func<CancellationToken, Task> Probe);

/// <summary>Probes the dependencies, but rarely: callers need no key, and a probe may cost money.</summary>
/// <remarks>Only the log says why a dependency is not ready, because such messages name buckets and hosts.</remarks>
sealed class Readiness(IReadOnlyList<Dependency> dependencies, TimeProvider time, ILogger log)
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    static readonly TimeSpan s_readyFor = TimeSpan.FromSeconds(30);
    static readonly TimeSpan s_notReadyFor = TimeSpan.FromSeconds(5);

    readonly Lock _lock = new();
    Task<HealthAnswer>? _latest;
    long _probed;

    /// <summary>The latest result; concurrent callers share one probe.</summary>
    public Task<HealthAnswer> NowAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_latest is null
                || (_latest.IsCompleted && time.GetElapsedTime(_probed) >= (_latest.Result.IsReady ? s_readyFor : s_notReadyFor)))
                _latest = Task.Run(ProbeAsync, CancellationToken.None);
            return _latest.WaitAsync(cancellationToken);
        }
    }

    async Task<HealthAnswer> ProbeAsync()
    {
        var answers = await Task.WhenAll(dependencies.Select(ProbeAsync));
        _probed = time.GetTimestamp();
        return new(answers.All(answer => answer.IsReady), answers);
    }

    async Task<DependencyAnswer> ProbeAsync(Dependency dependency)
    {
        var started = Stopwatch.GetTimestamp();
        var isReady = true;
        using var stop = new CancellationTokenSource(s_patience);
        try
        {
            await dependency.Probe(stop.Token).WaitAsync(stop.Token);
        }
        catch (Exception failure)
        {
            isReady = false;
            ApiLog.NotReady(log, failure, dependency.Name);
        }

        return new(dependency.Name, isReady, Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 2));
    }
}
