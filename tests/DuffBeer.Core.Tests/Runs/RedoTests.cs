using DuffBeer.Core.Chunks;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Runs;

/// <summary>The chunks that the orchestration transforms again, given the borders that each transform reports.</summary>
public sealed class RedoTests
{
    /// <summary>
    /// Chunk and start (null for a guess) → the reported borders. The first
    /// redo of chunk 1 moves its end, which disproves chunk 2 only then.
    /// </summary>
    static readonly Dictionary<(int Chunk, long? From), ChunkBorders> s_chain = new()
    {
        [(0, null)] = new(0, 12),
        [(1, null)] = new(15, 25),
        [(2, null)] = new(25, 30),
        [(1, 12)] = new(12, 22),
        [(2, 22)] = new(22, 30),
    };

    static readonly CostDrivers s_each = new() { ReadRequests = 1 };

    [Fact]
    public async Task A_redo_that_ends_elsewhere_disproves_the_chunk_behind_it_and_that_is_redone_too()
    {
        var context = new ScriptedContext(s_chain, length: 30);

        var result = await IngestFile.RunAsync(context, new("run", 1));

        Assert.Null(result.Problem);
        Assert.Equal([(0, null), (1, null), (2, null), (1, 12), (2, 22)], context.Transformed);
    }

    [Fact]
    public async Task A_failed_step_publishes_nothing_and_is_concluded_with_its_problem()
    {
        var context = new ScriptedContext(s_chain, length: 30) { Fails = IngestFile.Judge.Value };

        var result = await IngestFile.RunAsync(context, new("run", 1));

        Assert.Equal(ProblemCode.RejectBudgetExceeded, result.Problem!.Code);
        Assert.Equal([IngestFile.Judge.Value, IngestFile.Conclude.Value], context.Called[^2..]);
    }

    sealed class ScriptedContext(Dictionary<(int Chunk, long? From), ChunkBorders> borders, long length) : IOrchestrationContext
    {
        public string? Fails { get; init; }
        public List<(int Chunk, long? From)> Transformed { get; } = [];
        public List<string> Called { get; } = [];
        public string InstanceId => "run-a1";
        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public Task<TOutput> CallAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null)
        {
            Called.Add(activity.Value);
            return activity.Value == Fails
                ? Task.FromException<TOutput>(new TerminalException(ProblemCode.RejectBudgetExceeded, "Too many."))
                : Task.FromResult((TOutput)Answer(input!));
        }

        public async Task<TOutput> CallSubOrchestrationAsync<TInput, TOutput>(
            OrchestrationName<TInput, TOutput> orchestration, TInput input, string instanceId) =>
            (TOutput)(object)await IngestFile.RunWaveAsync(this, (IngestFile.WaveInput)(object)input!);

        public Task DelayAsync(TimeSpan delay) => Task.CompletedTask;

        public void SetCustomStatus(object? status)
        {
        }

        object Answer(object input)
        {
            if (input is IngestFile.ChunkInput chunk)
            {
                Transformed.Add((chunk.ChunkIndex, chunk.From));
                return new Costed<ChunkBorders>(borders[(chunk.ChunkIndex, chunk.From)], s_each);
            }

            return Called[^1] == IngestFile.Inspect.Value ? new Costed<IngestFile.Inspection>(new(0, length, 10), s_each)
                : Called[^1] == IngestFile.Judge.Value ? new Costed<RowLedger>(new(), s_each)
                : Called[^1] == IngestFile.Conclude.Value ? true
                : new Costed<bool>(true, s_each);
        }
    }
}
