using DuffBeer.Core.Chunks;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Functions.Http;

namespace DuffBeer.Functions.Tests.Functions;

/// <summary>The core calls activities and orchestrations by name: each has one function with matching types.</summary>
public sealed class FunctionTests
{
    static readonly IReadOnlyList<HostFunction> s_functions = HostFunction.Of(typeof(ApiFunction).Assembly);

    [Fact]
    public void Every_activity_and_orchestration_of_the_core_has_one_function_with_its_types() =>
        Assert.Empty(CoreCall.Gaps(CoreCall.All, s_functions));

    [Fact]
    public void The_core_calls_every_activity_and_orchestration_except_those_of_the_host_itself() =>
        Assert.Equal(
            [
                "TakeWaitingRuns", "IngestErased", "IsErasedIngesting", "RefreshErased", "IsErasedRefreshing", "DropErased", "HaltErasure",
                "IsSuspended", "EraseRows", "IngestTurns", "RefreshTurns",
            ],
            s_functions.Where(function => function.IsActivity || function.IsOrchestration).Select(function => function.Name)
                .Except(CoreCall.All.Select(call => call.Name)));

    [Fact]
    public void The_calls_of_the_core_are_found()
    {
        Assert.Contains(new("TransformChunk", true, typeof(IngestFile.ChunkInput), typeof(Costed<ChunkBorders>)), CoreCall.All);
        Assert.Contains(new("TransformWave", false, typeof(IngestFile.WaveInput), typeof(Costed<PackedBorders>)), CoreCall.All);
        Assert.Equal(CoreCall.All.Count, CoreCall.All.DistinctBy(call => call.Name).Count());
    }

    [Fact]
    public void An_activity_without_a_function_is_a_gap() =>
        Assert.Equal(
            ["0 functions for the activity CompactRun"],
            CoreCall.Gaps([.. CoreCall.All, new("CompactRun", true, typeof(string), typeof(bool))], s_functions));

    [Fact]
    public void An_activity_with_another_input_is_a_gap() =>
        Assert.StartsWith(
            "the activity PublishRun is called with",
            Assert.Single(CoreCall.Gaps(
                [CoreCall.All.Single(call => call.Name == "PublishRun") with { Input = typeof(IngestFile.Ending) }], s_functions)),
            StringComparison.Ordinal);

    [Fact]
    public void The_names_of_functions_are_unique_whatever_their_case() =>
        Assert.Equal(s_functions.Count, s_functions.DistinctBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void The_timers_receive_every_minute_reconcile_every_quarter_of_an_hour_refresh_and_maintain_every_night() =>
        Assert.Equal(
            [
                ("MaintainByClock", "0 30 3 * * *"), ("ReceiveByClock", "0 * * * * *"), ("ReconcileByClock", "0 */15 * * * *"),
                ("RefreshByClock", "0 30 2 * * *"),
            ],
            from function in s_functions
            where function.Schedule is not null
            orderby function.Name
            select (function.Name, function.Schedule));
}
