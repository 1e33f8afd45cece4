using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;

namespace DuffBeer.Core.Tests.Costs;

/// <summary>Counts belong to the activity that spent them, even if its try failed.</summary>
public sealed class CostMeterTests
{
    readonly ActivityMeter _meter = new();

    [Fact]
    public async Task Work_on_other_threads_counts_for_the_method_that_started_it()
    {
        var both = await Task.WhenAll(Enumerable.Range(1, 2).Select(each => Timeless(_meter.MeasureAsync("run", async _ =>
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
            {
                await Task.Yield();
                CostMeter.Spend(new() { ReadRequests = each });
            })));
            return each;
        }))));

        Assert.Equal([50, 100], both.Select(each => each.ReadRequests));
    }

    [Fact]
    public async Task Without_a_meter_nothing_is_counted_and_a_meter_ends_with_its_work()
    {
        CostMeter? meter = null;
        await _meter.MeasureAsync("run", own =>
        {
            CostMeter.Spend(new() { Statements = 1 });
            meter = own;
            return Task.FromResult(true);
        });

        CostMeter.Spend(new() { Statements = 10 });

        Assert.Equal(1, meter!.Spent.Statements);
    }

    [Fact]
    public async Task A_result_carries_the_cost_of_the_tries_before_it()
    {
        var activity = new Flaky(fails: 3);
        var measured = _meter.Of(activity, run => run);
        for (var attempt = 0; attempt < 3; attempt++)
            await Assert.ThrowsAsync<TransientException>(() => measured.RunAsync("run-a1", default));

        var first = await measured.RunAsync("run-a1", default);
        var next = await measured.RunAsync("run-a1", default);

        Assert.Equal((4, 1), (first.Cost.WriteRequests, next.Cost.WriteRequests));
    }

    [Fact]
    public async Task The_cost_of_a_failed_try_never_goes_to_another_run()
    {
        await Assert.ThrowsAsync<TransientException>(() => _meter.Of(new Flaky(fails: 1), run => run).RunAsync("run-a1", default));

        var other = await _meter.Of(new Flaky(fails: 0), run => run).RunAsync("run-a2", default);

        Assert.Equal(1, other.Cost.WriteRequests);
        Assert.Equal(1, _meter.Take("run-a1").WriteRequests);
        Assert.Equal(CostDrivers.None, _meter.Take("run-a1"));
    }

    [Fact]
    public async Task A_final_failure_carries_its_cost()
    {
        var ended = await _meter.MeasureAsync<bool>("run-a1", _ =>
        {
            CostMeter.Spend(new() { BytesRead = 5 });
            throw new TerminalException(ProblemCode.NotCsv, "It is a spreadsheet.");
        });

        Assert.Equal(new(ProblemCode.NotCsv, "It is a spreadsheet."), ended.Problem);
        Assert.Equal(5, ended.Cost.BytesRead);
    }

    [Fact]
    public async Task The_time_that_work_takes_is_counted()
    {
        var ended = await _meter.MeasureAsync("run-a1", async _ =>
        {
            await Task.Delay(60);
            return true;
        });

        Assert.InRange(ended.Cost.ActivityMilliseconds, 50, 60_000);
    }

    static async Task<CostDrivers> Timeless(Task<Costed<int>> work) => (await work).Cost with { ActivityMilliseconds = 0 };

    sealed class Flaky(int fails) : IActivity<string, bool>
    {
        int _tries;

        public Task<bool> RunAsync(string input, CancellationToken cancellationToken)
        {
            CostMeter.Spend(new() { WriteRequests = 1 });
            return ++_tries > fails
                ? Task.FromResult(true)
                : throw new TransientException(ProblemCode.StoreUnavailable, "The answer is lost.");
        }
    }
}
