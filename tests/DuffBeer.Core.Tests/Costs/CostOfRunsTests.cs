using System.Text.Json;
using DuffBeer.Core.Chunks;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Costs;

/// <summary>The orchestration sums the costs of its calls and passes the sum to the last one.</summary>
public sealed class CostOfRunsTests
{
    static readonly CostDrivers s_chunk = new() { BytesRead = 64 << 20, BytesWritten = 10_600_000, ReadRequests = 44, WriteRequests = 9 };
    static readonly CostDrivers s_step = new() { ReadRequests = 5, WriteRequests = 2 };

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(10_000)]
    public async Task A_run_costs_what_each_of_its_calls_costs_however_many_waves_they_are_in(int chunks)
    {
        var context = new CountedContext(chunks);

        await IngestFile.RunAsync(context, new("run", 1, Verify: true));

        // Inspect, judge, count and publish.
        Assert.Equal(CostDrivers.Sum([.. Enumerable.Repeat(s_chunk, chunks), .. Enumerable.Repeat(s_step, 4)]), context.Ending!.Cost);
    }

    [Fact]
    public async Task A_chunk_that_is_redone_costs_again()
    {
        var context = new CountedContext(chunks: 3) { Wrong = 1 };

        await IngestFile.RunAsync(context, new("run", 1));

        Assert.Equal(4 * s_chunk.BytesRead, context.Ending!.Cost.BytesRead);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(250, true)]
    [InlineData(250, false)]
    public async Task A_failed_run_costs_what_was_done_until_then(int chunks, bool saysSo)
    {
        var context = new CountedContext(chunks) { Fails = chunks - 1, SaysCostOfFailure = saysSo };

        var result = await IngestFile.RunAsync(context, new("run", 1));

        Assert.Equal(ProblemCode.SourceChanged, result.Problem!.Code);
        // The failed call has a result if the activity returned a problem, and none if every try failed.
        Assert.Equal(CostDrivers.Sum([.. Enumerable.Repeat(s_chunk, saysSo ? chunks : chunks - 1), s_step]), context.Ending!.Cost);
    }

    [Fact]
    public async Task No_wave_begins_after_a_failure()
    {
        var context = new CountedContext(chunks: 10_000) { Fails = 1, SaysCostOfFailure = true };

        await IngestFile.RunAsync(context, new("run", 1));

        // Four waves of a hundred are under way.
        Assert.InRange(context.Ending!.Cost.BytesRead, 100 * s_chunk.BytesRead, 400 * s_chunk.BytesRead + s_step.BytesRead);
    }

    [Fact]
    public async Task The_cost_of_a_wave_does_not_grow_with_its_chunks()
    {
        var (few, many) = (new CountedContext(101), new CountedContext(10_000));
        await IngestFile.RunAsync(few, new("run", 1));
        await IngestFile.RunAsync(many, new("run", 1));

        Assert.InRange(many.LongestCost, 1, few.LongestCost + 10);
        Assert.InRange(many.LongestCost, 1, 60);
    }

    sealed class CountedContext(int chunks) : IOrchestrationContext
    {
        const long ChunkBytes = 100;

        /// <summary>The chunk that guesses wrong; -1: none.</summary>
        public int Wrong { get; init; } = -1;

        /// <summary>The chunk that fails for good; -1: none.</summary>
        public int Fails { get; init; } = -1;
        public bool SaysCostOfFailure { get; init; }
        public IngestFile.Ending? Ending { get; private set; }
        public int LongestCost { get; private set; }
        public string InstanceId => "run-a1";
        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public async Task<TOutput> CallAsync<TInput, TOutput>(
            ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null)
        {
            // Results arrive in another order than calls, on other threads.
            await Task.Yield();
            return (TOutput)Answer(activity.Value, input!);
        }

        public async Task<TOutput> CallSubOrchestrationAsync<TInput, TOutput>(
            OrchestrationName<TInput, TOutput> orchestration, TInput input, string instanceId)
        {
            var wave = await IngestFile.RunWaveAsync(this, (IngestFile.WaveInput)(object)input!);
            var cost = JsonSerializer.SerializeToElement(wave, CallJson.Default.Options).GetProperty("Cost").GetRawText();
            lock (this)
                LongestCost = Math.Max(LongestCost, cost.Length);
            return (TOutput)(object)wave;
        }

        public Task DelayAsync(TimeSpan delay) => Task.CompletedTask;

        public void SetCustomStatus(object? status)
        {
        }

        object Answer(string activity, object input) => input switch
        {
            IngestFile.ChunkInput chunk when chunk.ChunkIndex == Fails => SaysCostOfFailure
                ? new Costed<ChunkBorders>(default, s_chunk, new(ProblemCode.SourceChanged, "The file has changed."))
                : throw new TerminalException(ProblemCode.SourceChanged, "The file has changed."),
            IngestFile.ChunkInput chunk => new Costed<ChunkBorders>(Borders(chunk), s_chunk),
            IngestFile.Ending ending => (Ending = ending) is not null,
            _ when activity == IngestFile.Inspect.Value =>
                new Costed<IngestFile.Inspection>(new(0, chunks * ChunkBytes, ChunkBytes), s_step),
            _ when activity == IngestFile.Judge.Value => new Costed<RowLedger>(new(), s_step),
            _ => new Costed<bool>(true, s_step),
        };

        ChunkBorders Borders(IngestFile.ChunkInput chunk)
        {
            var start = chunk.ChunkIndex * ChunkBytes;
            return new(chunk.From ?? (chunk.ChunkIndex == Wrong ? start + 7 : start), start + ChunkBytes);
        }
    }
}
