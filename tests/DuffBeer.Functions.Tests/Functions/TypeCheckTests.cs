using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Functions.Tests.Functions;

/// <summary>The host's packages cannot be restored everywhere, so its sources are compiled here against what it uses of them.</summary>
public sealed class TypeCheckTests
{
    static readonly HostSources s_host = HostSources.Read();

    [Fact]
    public void The_host_compiles_without_a_warning() => Assert.Empty(s_host.Mistakes());

    [Theory]
    [InlineData("Orchestrating/IngestActivities.cs", "IngestFile.ChunkInput input", "IngestFile.Ending input", "CS1503")]
    [InlineData("Orchestrating/IngestActivities.cs", "Outcome<Costed<RowLedger>>", "Outcome<Costed<bool>>", "CS0029")]
    [InlineData("Orchestrating/OrchestrationFunctions.cs", "IngestFile.RunWaveAsync(", "IngestFile.RunWavesAsync(", "CS0117")]
    [InlineData("Orchestrating/DurableRuns.cs", "HasRoomAsync(", "HasSpaceAsync(", "CS0535")]
    [InlineData("Hosting/Services.cs", "Refresh = provider.GetRequiredService<DurableRefresh>(),", "", "CS9035")]
    [InlineData("Orchestrating/DurableCalls.cs", "new StartOrchestrationOptions(instance)", "new StartOrchestrationOptions(1)", "CS1503")]
    [InlineData("Orchestrating/DurableRuns.cs", "OrchestrationRuntimeStatus.Suspended =>", "OrchestrationRuntimeStatus.Canceled =>", "CS0618")]
    public void A_host_that_calls_the_core_or_its_packages_otherwise_than_they_are_does_not_compile(string file, string text, string replacement, string code) =>
        Assert.Contains(s_host.With(file, text, replacement).Mistakes(), mistake => mistake.Contains(code, StringComparison.Ordinal) && mistake.Contains(file, StringComparison.Ordinal));

    [Fact]
    public void Every_activity_and_orchestration_of_the_core_has_one_function_with_its_types() =>
        Assert.Empty(CoreCall.Gaps(CoreCall.All, HostFunction.Of(s_host.Load())));

    [Fact]
    public void Every_activity_and_orchestration_function_is_called_by_the_core_or_runs_refreshes_in_turn() =>
        Assert.Equal(
            ["RefreshTurns"],
            HostFunction.Of(s_host.Load()).Where(function => function.IsActivity || function.IsOrchestration).Select(function => function.Name).Except(CoreCall.All.Select(call => call.Name)));

    [Fact]
    public void The_core_has_the_calls_that_are_looked_for()
    {
        Assert.Contains(CoreCall.All, call => call == new CoreCall("TransformChunk", true, typeof(IngestFile.ChunkInput), typeof(Core.Costs.Costed<Core.Chunks.ChunkBorders>)));
        Assert.Contains(CoreCall.All, call => call == new CoreCall("TransformWave", false, typeof(IngestFile.WaveInput), typeof(Core.Costs.Costed<Core.Chunks.PackedBorders>)));
        Assert.Equal(CoreCall.All.Count, CoreCall.All.DistinctBy(call => call.Name).Count());
    }

    [Fact]
    public void An_activity_that_is_added_without_a_function_is_found() =>
        Assert.Equal(
            ["0 functions for the activity CompactRun"],
            CoreCall.Gaps([.. CoreCall.All, new("CompactRun", true, typeof(string), typeof(bool))], HostFunction.Of(s_host.Load())));

    [Fact]
    public void A_function_that_is_renamed_is_found() =>
        Assert.Equal(
            ["0 functions for the activity JudgeRun"],
            CoreCall.Gaps(CoreCall.All, HostFunction.Of(s_host.With("Orchestrating/IngestActivities.cs", "[Function(\"JudgeRun\")]", "[Function(\"JudgeARun\")]").Load())));

    [Fact]
    public void An_activity_whose_input_becomes_another_is_found() =>
        Assert.StartsWith(
            "the activity PublishRun is called with",
            Assert.Single(CoreCall.Gaps(
                [.. CoreCall.All.Select(call => call.Name == "PublishRun" ? call with { Input = typeof(IngestFile.Ending) } : call)], HostFunction.Of(s_host.Load()))),
            StringComparison.Ordinal);

    [Fact]
    public void The_names_of_functions_are_unique_whatever_their_case()
    {
        var names = HostFunction.Of(s_host.Load()).Select(function => function.Name).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void The_clock_reconciles_every_quarter_of_an_hour_and_refreshes_every_night() =>
        Assert.Equal(
            [("ReconcileByClock", "0 */15 * * * *"), ("RefreshByClock", "0 30 2 * * *")],
            HostFunction.Of(s_host.Load()).Where(function => function.Schedule is not null).Select(function => (function.Name, function.Schedule!)).Order());
}
