using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.WildFiles;

/// <summary>What becomes of rows whose key occurs again, in one file and between files, by the contract's policy.</summary>
public sealed class RepeatedKeys : IDisposable
{
    const string Payments = "code,name\na1,one\na2,two\na3,three\n";

    static readonly DateTime s_monday = new(2026, 11, 16, 8, 0, 0, DateTimeKind.Utc);

    readonly Shop _shop = new("code", "name");

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("onDuplicateKey: latest\n")]
    public async Task Latest_is_the_default_and_counts_the_rows_that_models_do_not_read(string policy)
    {
        Define(policy);
        await IngestAsync("first.csv", 0, Payments);

        var second = await IngestAsync("second.csv", 1, "code,name\na1,eins\na1,uno\na4,four\n");

        Assert.Equal((3L, 3L, 0L, 2L), Counts(second));
        Assert.Contains(
            "Rows whose key (code) is not new: 0 repeat an earlier row of the file, 2 a published row; models read only the latest row " +
            "of a key (onDuplicateKey: latest).", second.Warnings);
        Assert.Equal(["a1 uno", "a2 two", "a3 three", "a4 four"], await RowsAsync());
    }

    [Fact]
    public async Task Latest_is_the_latest_source_not_the_last_run()
    {
        Define("");
        await IngestAsync("new.csv", 1, "code,name\na1,new\n");
        await IngestAsync("old.csv", 0, "code,name\na1,old\na2,two\n");

        Assert.Equal(["a1 new", "a2 two"], await RowsAsync());
    }

    [Fact]
    public async Task Latest_gives_back_the_row_before_when_a_run_is_retired()
    {
        Define("");
        await IngestAsync("first.csv", 0, Payments);
        var second = await IngestAsync("second.csv", 1, "code,name\na1,uno\n");

        await _shop.RetireAsync(second.Id);

        Assert.Equal(["a1 one", "a2 two", "a3 three"], await RowsAsync());
    }

    [Fact]
    public async Task Allow_reads_every_row()
    {
        Define("onDuplicateKey: allow\n");
        await IngestAsync("first.csv", 0, Payments);

        var second = await IngestAsync("second.csv", 1, "code,name\na1,uno\n");

        Assert.Empty(second.Warnings);
        Assert.Equal(["a1 one", "a1 uno", "a2 two", "a3 three"], await RowsAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(1 << 20)]
    public async Task Reject_turns_away_what_an_earlier_row_or_a_published_one_has(long chunkBytes)
    {
        Define("onDuplicateKey: reject\n");
        var first = await IngestAsync("first.csv", 0, Payments);

        var second = await IngestAsync("second.csv", 1, "code,name\na4,four\na2,zwei\na5,five\na4,vier\na5,cinq\n,none\n", chunkBytes);

        Assert.Equal((6L, 2L, 4L, 0L), Counts(second));
        Assert.Equal(3, second.Ledger!.RejectsByCode[RejectCode.DuplicateKey]);
        Assert.Equal(["a1 one", "a2 two", "a3 three", "a4 four", "a5 five"], await RowsAsync());
        var rejects = (await _shop.RejectsAsync(second.Id)).Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(
            [
                "a2,zwei,DuplicateKey,2,18,code,a2,\"code must be unique, but a row of the published run " +
                $"{first.Id} (attempt 1) has the same\",\"a2,zwei\"",
                "a4,vier,DuplicateKey,4,34,code,a4,\"code must be unique, but the row at byte 10 of this file has the same\",\"a4,vier\"",
                "a5,cinq,DuplicateKey,5,42,code,a5,\"code must be unique, but the row at byte 26 of this file has the same\",\"a5,cinq\"",
            ],
            rejects.Where(line => line.Contains("DuplicateKey", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reject_publishes_nothing_of_a_file_that_repeats_another()
    {
        Define("onDuplicateKey: reject\n");
        await IngestAsync("first.csv", 0, Payments);

        var second = await IngestAsync("second.csv", 1, Payments);

        Assert.Equal((RunStatus.Failed, ProblemCode.RejectBudgetExceeded), (second.Status, second.Problem!.Code));
        Assert.Contains("DuplicateKey 3", second.Problem.Message, StringComparison.Ordinal);
        var rejects = (await _shop.RejectsAsync(second.Id)).Split('\n');
        Assert.Equal(3, rejects.Count(line => line.Contains("must be unique", StringComparison.Ordinal)));
        Assert.Equal(["a1 one", "a2 two", "a3 three"], await RowsAsync());
    }

    [Fact]
    public async Task Reject_compares_no_file_with_itself_or_with_what_it_replaces()
    {
        Define("onDuplicateKey: reject\n");
        var first = await IngestAsync("file.csv", 0, Payments);

        var replayed = await _shop.ReplayAsync(first.Id);
        var replaced = await IngestAsync("file.csv", 1, Payments.Replace("one", "uno", StringComparison.Ordinal));

        Assert.Equal((3L, 3L, 0L, 0L), Counts(replayed));
        Assert.Equal((3L, 3L, 0L, 0L), Counts(replaced));
        Assert.Equal(["a1 uno", "a2 two", "a3 three"], await RowsAsync());
    }

    [Fact]
    public async Task Reject_takes_a_key_that_was_retired_once_its_file_is_replayed()
    {
        Define("onDuplicateKey: reject\n");
        var first = await IngestAsync("first.csv", 0, Payments);
        var second = await IngestAsync("second.csv", 1, "code,name\na1,uno\na4,four\n");
        await _shop.RetireAsync(first.Id);
        Assert.Equal(["a4 four"], await RowsAsync());

        var replayed = await _shop.ReplayAsync(second.Id);

        Assert.Equal((2L, 2L, 0L, 0L), Counts(replayed));
        Assert.Equal(["a1 uno", "a4 four"], await RowsAsync());
        Assert.Equal((3L, 2L, 1L, 0L), Counts(await _shop.ReplayAsync(first.Id)));
        Assert.Equal(["a1 uno", "a2 two", "a3 three", "a4 four"], await RowsAsync());
    }

    [Fact]
    public async Task Reject_holds_for_corrected_rows_and_for_a_replay_beside_them()
    {
        Define("onDuplicateKey: reject\n");
        var first = await IngestAsync("first.csv", 0, "code,name\na1,one\na1,uno\na2,two\n");

        var bad = await _shop.CorrectAsync(first.Id, "code,name\na2,uno\n");
        var good = await _shop.CorrectAsync(first.Id, "code,name\na3,uno\n");

        Assert.Equal(ProblemCode.RejectBudgetExceeded, bad.Problem!.Code);
        Assert.True(good.Published);
        Assert.Equal(["a1 one", "a2 two", "a3 uno"], await RowsAsync());
        Assert.Equal((3L, 2L, 1L, 0L), Counts(await _shop.ReplayAsync(first.Id)));
        Assert.Equal(["a1 one", "a2 two", "a3 uno"], await RowsAsync());
    }

    [Fact]
    public async Task Runs_that_were_published_before_keys_were_recorded_are_named()
    {
        Define("onDuplicateKey: allow\n");
        var first = await IngestAsync("first.csv", 0, Payments);
        Define("onDuplicateKey: reject\n");

        var second = await IngestAsync("second.csv", 1, "code,name\na1,uno\n");
        Assert.Contains("The keys of 1 published runs are not recorded", Assert.Single(second.Warnings), StringComparison.Ordinal);
        Assert.Equal((3L, 2L, 1L, 0L), Counts(await _shop.ReplayAsync(first.Id)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Two_files_with_one_key_are_never_both_published(int others)
    {
        var contract = ContractLoader.Load(Contract("onDuplicateKey: reject\n"), "things.yaml").Contract!;
        var (landing, lake) = (new MemoryStore(), new MemoryStore());
        var steps = new Steps(new(landing, lake, "landing"), lake, contract, new() { ChunkBytes = 16 });
        var run = await steps.StartAsync(landing.Put("things/0.csv", Csv.Bytes("code,name\na1,one\na2,two\na3,three\na0,none\n")));
        var calls = 0;

        // Another file is published right after each of the run's comparisons.
        var ended = await steps.RunAsync(run, call: async () =>
        {
            var record = await steps.Records.GetAsync(run.RunId, default);
            if (record.Stage != RunStage.Publish || record.Published || calls == others || Compared(lake, run.RunId) <= calls)
                return;
            calls++;
            var other = await steps.StartAsync(
                landing.Put(FormattableString.Invariant($"things/{calls}.csv"), Csv.Bytes($"code,name\na{calls},other\n")));
            Assert.Null((await steps.RunAsync(other)).Problem);
        });

        Assert.Null(ended.Problem);
        Assert.Equal(others, calls);
        Assert.Equal(others + 1, Compared(lake, run.RunId));
        var result = (await steps.Records.ResultAsync(run.RunId, run.Attempt, default))!;
        Assert.Equal((4L, 4L - others, (long)others), (result.Ledger.RowsRead, result.Ledger.Accepted, result.Ledger.Rejected));
        Assert.All(result.Parts, part => Assert.NotEmpty(lake.Under(part.Key)));
        Assert.Equal(
            result.Parts.Select(part => part.Key).Order(StringComparer.Ordinal),
            lake.Under($"tables/things/run_id={run.RunId}/").Select(entry => entry.Key));
    }

    static int Compared(MemoryStore lake, string run) =>
        lake.Under($"runs/{run}/a1/repeats-").Count(entry => entry.Key.EndsWith(".json", StringComparison.Ordinal));

    static string Contract(string policy) => $$"""
        dataset: things
        version: 1
        description: Things.
        grain: one row per thing
        source: { prefix: things/, pattern: "*.csv" }
        {{policy}}columns:
          - { name: code, type: string, required: true, key: true, description: Id }
          - { name: name, type: string, required: true, description: Name }
        """;

    void Define(string policy) => _shop.Define("contracts/things.yaml", Contract(policy));

    Task<RunRecord> IngestAsync(string name, int day, string content, long chunkBytes = 1 << 20) =>
        _shop.IngestAsync(name, s_monday.AddDays(day), content, chunkBytes);

    static (long Read, long Accepted, long Rejected, long Repeated) Counts(RunRecord run) => run.Ledger is { } ledger
        ? (ledger.RowsRead, ledger.Accepted, ledger.Rejected, ledger.RepeatedKeys)
        : default;

    async Task<IEnumerable<string>> RowsAsync() =>
        (await _shop.ReportAsync()).Select(row => $"{row[0]} {row[1]}").Order(StringComparer.Ordinal);
}
