using DuffBeer.Core.Chunks;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Keys;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Tests.Runs.Published;

namespace DuffBeer.Core.Tests.Runs;

/// <summary>Every way in which manifests may not prove that no row was lost, one at a time.</summary>
public sealed class JudgeRunTests
{
    const string Run = "orders-1";
    const string Dataset = "orders";

    static readonly DatasetContract s_contract = new()
    {
        Name = Dataset,
        Version = 1,
        Source = new("orders/"),
        RejectBudget = new(0.5, 2),
        MaxPartitions = 2,
        Columns = [new() { Name = "id", Type = LogicalType.Int64 }],
    };

    readonly LakeInMemory _lake = new();

    RunRecord _record = new()
    {
        Id = Run, Dataset = Dataset, ContractVersion = 1, Source = new("orders/a.csv", "v", "e", 30, default), Attempt = 1,
        Status = RunStatus.Running, Stage = RunStage.Transform, ProcessingDate = default, Created = default, Updated = default,
    };

    /// <summary>The comparison of keys that is judged; 0 and null without one.</summary>
    int _round;
    KeyRepeats? _repeats;

    /// <summary>What else the lake has.</summary>
    Func<Task> _also = () => Task.CompletedTask;

    /// <summary>Two chunks of a file of 30 bytes, whose data begins at byte 10: 8 rows, of which 3 are rejected.</summary>
    readonly List<ChunkManifest> _chunks = [Chunk(0, 10, 20, 22, accepted: 3, rejected: 1), Chunk(1, 20, 30, 30, accepted: 2, rejected: 2)];

    [Fact]
    public async Task Chunks_that_tile_the_file_and_rows_that_add_up_are_approved()
    {
        var ledger = await JudgeAsync();

        Assert.Equal((8, 5, 3, 2), (ledger.RowsRead, ledger.Accepted, ledger.Rejected, ledger.BlankLines));
        var record = await Runs.GetAsync(Run, default);
        Assert.Equal((RunStage.Publish, 8), (record.Stage, record.Ledger!.RowsRead));
        var result = (await Runs.ResultAsync(Run, 1, default))!;
        Assert.Equal([new RejectsPart("rejects-0", 1, 0), new RejectsPart("rejects-1", 2, 4)], result.Rejects);
        Assert.Equal(["part-0", "part-1"], result.Parts.Select(part => part.Key));
        Assert.Equal(30, result.DecodedBytes);
    }

    [Fact]
    public async Task Rows_that_were_erased_from_the_file_count_as_read()
    {
        _record = _record with { Erased = new(2, default, 1) };

        var ledger = await JudgeAsync();

        Assert.Equal((10, 2, 5, 3), (ledger.RowsRead, ledger.Erased, ledger.Accepted, ledger.Rejected));
    }

    [Fact]
    public async Task A_correction_has_no_more_rows_than_were_rejected()
    {
        _record = _record with { Corrects = "orders-0" };
        Assert.Equal(8, (await JudgeAsync()).RowsRead);

        _also = () => PublishAsync(rejected: 8);
        Assert.Equal(8, (await JudgeAsync()).RowsRead);

        _also = () => PublishAsync(rejected: 7);
        await FailsAsync(ProblemCode.BadRequest);

        Task PublishAsync(long rejected) => new DatasetManifests(_lake).UpdateAsync(
            Dataset,
            _record.Source.Key,
            "w",
            _ => new([new("orders-0", 1, _record.Source.Key, "v", default, default, 5, rejected, default)]),
            default);
    }

    [Fact]
    public async Task Files_of_a_wrong_guess_go_and_those_of_the_result_stay()
    {
        _also = async () =>
        {
            await WriteAsync(Chunk(1, 20, 30, 30, accepted: 4, rejected: 0) with { First = 25, Parts = [new("guessed", "x=1", 4, 9)] });
            await PutAsync("guessed", "part-0", "part-1", "rejects-0", "rejects-1");
        };

        await JudgeAsync();

        Assert.Equal(
            ["part-0", "part-1", "rejects-0", "rejects-1"],
            _lake.Keys.Where(key => key.StartsWith("part-", StringComparison.Ordinal) || key.StartsWith("rej", StringComparison.Ordinal)
                || key == "guessed"));
    }

    [Fact]
    public async Task Chunks_with_repeated_keys_count_as_they_were_transformed_again()
    {
        (_round, _repeats) = (2, Repeats(round: 2, transformed: 1));
        _also = async () =>
        {
            await WriteAsync(Chunk(1, 20, 30, 30, accepted: 1, rejected: 3) with { Parts = [new("again", "x=1", 1, 9)] }, transformed: 1);
            await PutAsync("part-0", "part-1", "again");
        };

        var ledger = await JudgeAsync();

        Assert.Equal((8, 4, 4), (ledger.RowsRead, ledger.Accepted, ledger.Rejected));
        Assert.Equal(["part-0", "again"], (await Runs.ResultAsync(Run, 1, default))!.Parts.Select(part => part.Key));
        Assert.Contains("again", _lake.Keys);
        Assert.DoesNotContain("part-1", _lake.Keys);
    }

    [Fact]
    public async Task The_result_of_a_later_comparison_of_keys_is_never_replaced()
    {
        var later = new RunResult(Run, 1, new(), 30, [], [], [], [], Round: 3);
        _also = () => _lake.WriteAsync(LakeKeys.Result(Run, 1), later, RunJson.Default.RunResult, WriteCondition.None, default);

        foreach (var round in (int[])[1, 2])
        {
            (_round, _repeats) = (round, Repeats(round, transformed: 0));
            await FailsAsync(ProblemCode.Conflict);
            Assert.Equal(3, (await Runs.ResultAsync(Run, 1, default))!.Round);
        }

        foreach (var round in (int[])[3, 4])
        {
            (_round, _repeats) = (round, Repeats(round, transformed: 0));
            Assert.Equal(8, (await JudgeAsync()).RowsRead);
            Assert.Equal(round, (await Runs.ResultAsync(Run, 1, default))!.Round);
        }
    }

    [Fact]
    public async Task A_chunk_that_does_not_begin_where_the_one_before_it_ended_is_a_problem()
    {
        _chunks[1] = _chunks[1] with { First = 23 };

        await FailsAsync(ProblemCode.LedgerMismatch);
    }

    [Fact]
    public async Task Chunks_that_end_before_the_file_does_are_a_problem()
    {
        _chunks[1] = _chunks[1] with { Next = 29 };

        await FailsAsync(ProblemCode.LedgerMismatch);
    }

    [Fact]
    public async Task A_chunk_in_which_nothing_starts_needs_no_manifest()
    {
        _chunks[0] = _chunks[0] with { Next = 30 };
        _chunks.RemoveAt(1);

        Assert.Equal(4, (await JudgeAsync()).RowsRead);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("accepted")]
    [InlineData("rejected")]
    [InlineData("rows of a part")]
    [InlineData("rows of rejects")]
    public async Task A_count_that_does_not_add_up_is_a_problem(string count)
    {
        var chunk = _chunks[0];
        var ledger = chunk.Ledger;
        _chunks[0] = count switch
        {
            "read" => chunk with { Ledger = ledger with { RowsRead = 5 } },
            "accepted" => chunk with { Ledger = ledger with { RowsRead = 5, Accepted = 4 } },
            "rejected" => chunk with { Ledger = ledger with { RowsRead = 5, Rejected = 2 } },
            "rows of a part" => chunk with { Parts = [chunk.Parts[0] with { Rows = 4 }] },
            _ => chunk with { Rejects = chunk.Rejects! with { Rows = 2 } },
        };

        await FailsAsync(ProblemCode.LedgerMismatch);
    }

    [Fact]
    public async Task Rejects_up_to_the_budget_pass_and_one_more_fails()
    {
        _chunks[0] = Chunk(0, 10, 20, 22, accepted: 2, rejected: 2);
        Assert.Equal(4, (await JudgeAsync()).Rejected);

        _chunks[0] = Chunk(0, 10, 20, 22, accepted: 1, rejected: 3);
        await FailsAsync(ProblemCode.RejectBudgetExceeded);
    }

    [Fact]
    public async Task A_file_whose_rows_are_all_rejected_fails_even_within_the_budget()
    {
        (_chunks[0], _chunks[1]) = (Chunk(0, 10, 20, 22, 0, 1), Chunk(1, 20, 30, 30, 0, 1));

        await FailsAsync(ProblemCode.RejectBudgetExceeded);
    }

    [Fact]
    public async Task A_file_without_rows_passes()
    {
        (_chunks[0], _chunks[1]) = (Chunk(0, 10, 20, 22, 0, 0), Chunk(1, 20, 30, 30, 0, 0));

        Assert.Equal(0, (await JudgeAsync()).RowsRead);
    }

    [Fact]
    public async Task As_many_partitions_as_allowed_pass_and_one_more_fails()
    {
        Assert.Equal(5, (await JudgeAsync()).Accepted);

        _chunks[1] = _chunks[1] with { Parts = [new("a", "x=1", 1, 9), new("b", "x=2", 1, 9)] };
        await FailsAsync(ProblemCode.TooManyPartitions);
    }

    static ChunkManifest Chunk(int index, long begin, long end, long next, int accepted, int rejected) => new(
        index, new(begin, end), index == 0 ? begin : 22, next,
        new()
        {
            RowsRead = accepted + rejected,
            Accepted = accepted,
            Rejected = rejected,
            BlankLines = 1,
            RejectsByCode = new Dictionary<RejectCode, long> { [RejectCode.TypeError] = rejected },
        },
        accepted == 0 ? [] : [new($"part-{index}", $"x={index}", accepted, 9)],
        rejected == 0 ? null : new($"rejects-{index}", "", rejected, 9),
        new Dictionary<string, IReadOnlyDictionary<string, long>>(),
        []);

    RunRecords Runs => new(_lake, TimeProvider.System);

    async Task<RowLedger> JudgeAsync()
    {
        foreach (var key in _lake.Keys)
            await _lake.DeleteAsync(key, default);
        await Runs.AddAsync(_record, default);
        var shape = new FileShape(new(Gzip: false, TextEncoding.Utf8), new((byte)','), 0, ["id"], 10);
        var plan = new FilePlan(shape, 30, ChunkBytes: 10, []);
        await _lake.WriteAsync(LakeKeys.Plan(Run, 1), plan, RunJson.Default.FilePlan, WriteCondition.None, default);
        foreach (var chunk in _chunks)
            await WriteAsync(chunk);
        if (_repeats is { } repeats)
            await _lake.WriteAsync(
                LakeKeys.Repeats(Run, 1, _round), repeats, KeyJson.Default.KeyRepeats, WriteCondition.None, default);
        await _also();
        return await new JudgeRun(_lake, Runs, new(_lake), new([s_contract]), new(), new NoOpenTables(), TimeProvider.System)
            .RunAsync(new(Run, 1, Round: _round), default);
    }

    Task<bool> WriteAsync(ChunkManifest chunk, int transformed = 0) => _lake.WriteAsync(
        LakeKeys.Chunk(new(Run, 1, chunk.Index, chunk.First, transformed)), chunk, RunJson.Default.ChunkManifest, WriteCondition.None,
        default);

    async Task PutAsync(params string[] keys)
    {
        foreach (var key in keys)
            await new ObjectWrite(key, new byte[] { 1 }, WriteCondition.None).ToAsync(_lake, default);
    }

    /// <summary>The second chunk has a row whose key is not new.</summary>
    static KeyRepeats Repeats(int round, int transformed) =>
        new(round, InFile: 1, Published: 0, "state", [], [], 0, [new(1, [])], "digest", transformed);

    async Task FailsAsync(ProblemCode code)
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(JudgeAsync);

        Assert.Equal(code, failure.Code);
        Assert.NotEqual(RunStage.Publish, (await Runs.GetAsync(Run, default)).Stage);
    }
}
