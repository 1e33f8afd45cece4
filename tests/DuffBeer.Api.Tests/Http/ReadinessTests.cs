using DuffBeer.Api.Health;
using DuffBeer.Core.Failures;
using Microsoft.Extensions.Logging.Abstractions;

namespace DuffBeer.Api.Tests.Http;

public sealed class ReadinessTests
{
    readonly Clock _clock = new();
    int _probes;

    [Fact]
    public async Task Many_callers_share_one_probe_and_its_result_holds_for_a_while()
    {
        var answer = new TaskCompletionSource();
        var readiness = Of(() => answer.Task);

        var callers = Enumerable.Range(0, 50).Select(_ => readiness.NowAsync(default)).ToList();
        answer.SetResult();
        Assert.All(await Task.WhenAll(callers), result => Assert.True(result.IsReady));
        _clock.Now += TimeSpan.FromSeconds(29);
        await readiness.NowAsync(default);
        Assert.Equal(1, _probes);

        _clock.Now += TimeSpan.FromSeconds(1);
        await readiness.NowAsync(default);
        Assert.Equal(2, _probes);
    }

    [Fact]
    public async Task What_is_not_ready_is_probed_again_sooner_and_named_without_its_reason()
    {
        var readiness = Of(() => throw new TerminalException(ProblemCode.EngineUnavailable, "No access to s3://secret-bucket."));

        var answer = await readiness.NowAsync(default);
        Assert.Equal((false, "engine", false), (answer.IsReady, answer.Dependencies[0].Name, answer.Dependencies[0].IsReady));
        Assert.DoesNotContain("secret", answer.ToString() + answer.Dependencies[0], StringComparison.Ordinal);

        _clock.Now += TimeSpan.FromSeconds(5);
        await readiness.NowAsync(default);
        Assert.Equal(2, _probes);
    }

    [Fact]
    public async Task A_caller_that_goes_away_leaves_the_probe_to_the_others()
    {
        var answer = new TaskCompletionSource();
        var readiness = Of(() => answer.Task);
        using var gone = new CancellationTokenSource();

        var first = readiness.NowAsync(gone.Token);
        var second = readiness.NowAsync(default);
        await gone.CancelAsync();
        answer.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.True((await second).IsReady);
    }

    Readiness Of(Func<Task> probe)
    {
        Task CountedAsync()
        {
            Interlocked.Increment(ref _probes);
            return probe();
        }

        return new([new("engine", _ => CountedAsync())], _clock, NullLogger.Instance);
    }

    sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
