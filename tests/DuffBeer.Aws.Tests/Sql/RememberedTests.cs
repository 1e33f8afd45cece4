using DuffBeer.Aws.Glue;

namespace DuffBeer.Aws.Tests.Sql;

public sealed class RememberedTests
{
    readonly Remembered<int> _remembered = new();

    [Fact]
    public async Task A_result_is_fetched_once_and_a_failed_attempt_again()
    {
        var asked = 0;
        Task<int> See(CancellationToken running) => ++asked == 1 ? throw new InvalidOperationException() : Task.FromResult(asked);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _remembered.GetAsync("a", async running => await See(running), default));
        Assert.Equal(2, await _remembered.GetAsync("a", See, default));
        Assert.Equal(2, await _remembered.GetAsync("a", See, default));
    }

    [Fact]
    public async Task A_cancelled_caller_does_not_cancel_the_others()
    {
        var answer = new TaskCompletionSource<int>();
        using var given = new CancellationTokenSource();
        var impatient = _remembered.GetAsync("a", running => answer.Task.WaitAsync(running), given.Token);
        var patient = _remembered.GetAsync("a", _ => Task.FromResult(0), default);

        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        answer.SetResult(7);

        Assert.Equal(7, await patient);
    }

    [Fact]
    public async Task A_result_is_fetched_again_after_its_life()
    {
        var time = new ManualTime();
        var remembered = new Remembered<int>(TimeSpan.FromMinutes(10), time);
        var asked = 0;
        Task<int> See(CancellationToken running) => Task.FromResult(++asked);

        Assert.Equal(1, await remembered.GetAsync("a", See, default));
        time.Passed = TimeSpan.FromMinutes(9);
        Assert.Equal(1, await remembered.GetAsync("a", See, default));
        time.Passed = TimeSpan.FromMinutes(11);
        Assert.Equal(2, await remembered.GetAsync("a", See, default));
    }
}
