using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.ContractChanges;

/// <summary>A column that suddenly has another type, compared with one that has some bad cells.</summary>
public sealed class TypeDriftTests : IDisposable
{
    const string Drifted = "id,note\n" + "a-1,x\na-2,x\na-2,x\na-3,x\na-4,x\n5,x\n6,x\n";
    const string SomeBad = "id,note\n" + "a-1,x\na-2,x\na-2,x\n4,x\n5,x\n6,x\n";
    const string Sentence = "The type of id has changed: in 5 of 7 rows it is not int64, for example 'a-1', 'a-2', 'a-3'.";

    readonly Shop _shop = new("id", "note");

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(10)]
    public async Task With_fail_the_run_fails_and_shows_the_new_values(long chunkBytes)
    {
        var run = await IngestAsync("fail", Drifted, chunkBytes);

        Assert.Equal((RunStatus.Failed, ProblemCode.TypeDrift), (run.Status, run.Problem!.Code));
        Assert.StartsWith($"things: {Sentence} The contract's drift policy forbids it", run.Problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(10)]
    public async Task With_warn_the_run_continues_within_its_budget(long chunkBytes)
    {
        var run = await IngestAsync("warn", Drifted, chunkBytes);

        Assert.Equal((RunStatus.Completed, 2L, 5L), (run.Status, run.Ledger!.Accepted, run.Ledger.Rejected));
        Assert.Equal([Sentence], run.Warnings);
    }

    [Fact]
    public async Task With_ignore_there_is_no_warning() => Assert.Empty((await IngestAsync("ignore", Drifted)).Warnings);

    [Theory]
    [InlineData("warn")]
    [InlineData("fail")]
    public async Task Half_the_rows_are_not_enough(string policy)
    {
        var run = await IngestAsync(policy, SomeBad);

        Assert.Equal(RunStatus.Completed, run.Status);
        Assert.Empty(run.Warnings);
    }

    Task<RunRecord> IngestAsync(string policy, string content, long chunkBytes = 1 << 20)
    {
        _shop.Define("contracts/things.yaml", $$"""
            dataset: things
            version: 1
            source: { prefix: things/ }
            description: Things
            drift: { type: {{policy}} }
            columns:
              - { name: id, type: int64, required: true, key: true, description: Id }
              - { name: note, type: string, description: Note }
            """);
        return _shop.IngestAsync("a.csv", new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), content, chunkBytes);
    }
}
