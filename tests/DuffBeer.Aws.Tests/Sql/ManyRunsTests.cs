using System.Globalization;
using System.Text.Json;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Parquet;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>Nothing but the lists of runs grows with the number of a dataset's runs.</summary>
public sealed class ManyRunsTests : IAsyncLifetime, IDisposable
{
    const int MaxStatementBytes = 8 << 10;
    const int MaxDocumentBytes = 64 << 10;

    const string Contract = """
        dataset: things
        version: 1
        domain: test
        description: Things of a test.
        grain: one row per thing
        source: { prefix: things/, pattern: "*.csv" }
        rejectBudget: { fraction: 0.01, rows: 10 }
        partitionBy: [channel]
        columns:
          - { name: id, type: int64, required: true, key: true, description: Id of the thing }
          - { name: channel, type: string, required: true, description: Where it is sold }
        """;

    const string Model = """
        -- model:        sold_things
        -- grain:        id
        -- owner:        tests
        -- materialized: table
        -- audits:       unique(id), not_null(id)
        -- columns:
        --   id          int64      Id of the thing
        --   source_key  string     File of the thing
        --   run_order   int32      Rank of its run
        --
        -- All things with their sources.

        SELECT id, _source_key AS source_key, _run_order AS run_order FROM {{ source('things') }}
        """;

    static readonly int s_many = Law.IsWhole ? 5_000 : 1_500;
    static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly TableColumn[] s_columns =
        [new("id", LogicalType.Int64), new("channel", LogicalType.String), SystemColumns.Offset, SystemColumns.Run];

    readonly SqlCloud _cloud = new();
    readonly TemporaryFolder _folder = new();
    readonly List<ManifestEntry> _published = [];

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public Task DisposeAsync() => _cloud.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Statements_requests_and_documents_do_not_grow()
    {
        // The first refreshes have no old version to remove.
        _ = await RequestsOfOneMoreAsync(runs: 10, day: 1);
        var few = await RequestsOfOneMoreAsync(runs: 20, day: 3);
        var statements = _cloud.Services.Athena.Statements.Count;
        var many = await RequestsOfOneMoreAsync(s_many, day: 5);

        Assert.Equal(few, many);
        Assert.Equal([[s_many + 1L, 1L * s_many * (s_many + 1) / 2, s_many + 1L, s_many]], await ReadAsync(
            "SELECT COUNT(*), SUM(id), COUNT(DISTINCT source_key), MAX(run_order) FROM \"duffbeer\".\"sold_things\""));

        Assert.All(
            _cloud.Services.Athena.Statements.Skip(statements),
            sql => Assert.True(sql.Length <= MaxStatementBytes, sql));
        var large = _cloud.Server.Buckets[SqlCloud.Bucket].List("").Where(stat => stat.Size > MaxDocumentBytes);
        string[] lists = ["datasets/things/current.json", "snapshots/", "lists/things/", "marts/"];
        Assert.All(large, stat => Assert.Contains(lists, list => stat.Key.StartsWith(list, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Refreshes_leave_as_many_tables_versions_and_lists_however_many_there_were()
    {
        var counts = new List<(int Tables, int Versions, int Lists)>();
        for (var day = 1; day <= 7; day++)
        {
            _cloud.Time.Passed = TimeSpan.FromHours(4 * day);
            await PublishAsync([day]);
            Assert.Null((await RefreshAsync(day)).CatalogProblem);
            counts.Add(CountTables());
        }

        Assert.All(counts.Skip(4), count => Assert.Equal(counts[3], count));
        Assert.Equal(0, counts[^1].Versions);
        var before = _cloud.Server.Calls.Count;
        await RefreshAsync(8);
        Assert.DoesNotContain(_cloud.Server.Calls.Skip(before), call => call.Service == "AWSGlue");
    }

    [Fact]
    public async Task A_version_whose_table_was_removed_can_still_be_read()
    {
        await PublishAsync([1]);
        await RefreshAsync(1);
        var first = (await Product().SnapshotAsync()).ToRelations()["sold_things"];
        Assert.Single(await Product().RowsAsync(first));
        for (var day = 2; day <= 4; day++)
        {
            await PublishAsync([day]);
            await RefreshAsync(day);
        }

        Assert.DoesNotContain("sold_things__20260101t080000000z", _cloud.Services.Glue.State.Database("duffbeer").Keys);
        var rows = await _cloud.Engine.QueryAsync(new("SELECT id AS again FROM \"sold_things\"", [first], []), default);
        Assert.Equal([1L], rows.Rows.Single());
    }

    [Theory]
    [InlineData("things__lists")]
    [InlineData("things__runs")]
    public async Task Rows_whose_list_table_was_removed_can_still_be_read(string table)
    {
        await PublishAsync([1]);
        Relation things = new(
            "things",
            s_columns,
            [LakeKeys.Part("things", "channel=Retail", new(RunOf(1), 1, 0, 0), ".parquet")],
            RelationRuns.Of("one", [new(RunOf(1), s_start, "things/1.csv")]));
        Assert.Single((await _cloud.Engine.QueryAsync(new("SELECT id FROM \"things\"", [things], []), default)).Rows);
        lock (_cloud.Services.Glue.State.Lock)
            Assert.True(_cloud.Services.Glue.State.Database("duffbeer").Remove(table));

        var again = await _cloud.Engine.QueryAsync(new("SELECT id AS again, _source_key FROM \"things\"", [things], []), default);

        Assert.Equal([1L, "things/1.csv"], again.Rows.Single());
    }

    /// <summary>The requests of a refresh after one run, by operation, where so many runs were there before.</summary>
    async Task<string> RequestsOfOneMoreAsync(int runs, int day)
    {
        await PublishAsync(Enumerable.Range(_published.Count, runs - _published.Count));
        Assert.Null((await RefreshAsync(day)).Problem);
        await PublishAsync([runs]);
        var before = _cloud.Server.Calls.Count;
        var refresh = await RefreshAsync(day + 1);
        Assert.Null(refresh.Problem);
        Assert.Null(refresh.CatalogProblem);
        // How often the end of a statement is awaited depends on the machine.
        return string.Join(", ", _cloud.Server.Calls.Skip(before)
            .Where(call => call.Operation != "GetQueryExecution")
            .GroupBy(call => call.Operation)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key} {group.Count()}"));
    }

    Product Product()
    {
        _folder.Write("contracts/things.yaml", Contract);
        _folder.Write("models/test/marts/sold_things.sql", Model);
        var (contracts, errors) = ContractLoader.LoadFolder(_folder["contracts"]);
        Assert.Empty(errors);
        var sql = SqlDefinitions.Load(new(_folder.Path), contracts);
        return new(new(_cloud.Landing, _cloud.Lake, SqlCloud.LandingBucket), _cloud.Engine, _cloud.Catalog, new NoEventPublisher())
        {
            Models = new(sql.Graph, sql.Audits, sql.SettingCatalog, contracts.ToDictionary(contract => contract.Name)),
            Exports = [],
        };
    }

    Task<Core.Runs.Refresh.RefreshModels.Result> RefreshAsync(int day) =>
        Product().RefreshAsync(string.Create(CultureInfo.InvariantCulture, $"202601{day:D2}T080000000Z"));

    async Task<IReadOnlyList<object?[]>> ReadAsync(string sql) => (await _cloud.Engine.QueryAsync(new(sql, [], []), default)).Rows;

    (int Tables, int Versions, int Lists) CountTables()
    {
        lock (_cloud.Services.Glue.State.Lock)
        {
            var tables = _cloud.Services.Glue.State.Database("duffbeer");
            return (
                tables.Count,
                tables.Values.Sum(table => table.Archived.Count),
                tables["things__lists"].Partitions.Count + tables["things__runs"].Partitions.Count);
        }
    }

    /// <summary>Publishes runs as an ingest leaves them: a part, a result, and an entry of the manifest.</summary>
    async Task PublishAsync(IEnumerable<int> runs)
    {
        var bucket = _cloud.Server.Buckets[SqlCloud.Bucket];
        var numbers = runs.ToList();
        await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, running) =>
        {
            var run = RunOf(number);
            var key = LakeKeys.Part("things", "channel=Retail", new(run, 1, 0, 0), ".parquet");
            using var part = await PartAsync(number, run);
            await bucket.PutAsync(key, part, running);
            var result = new RunResult(
                run, 1, new() { RowsRead = 1, Accepted = 1 }, 10, [new(key, "channel=Retail", 1, part.Length)], [], []);
            using var document = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(result, RunJson.Default.RunResult));
            await bucket.PutAsync(LakeKeys.Result(run, 1), document, running);
        });
        foreach (var number in numbers)
        {
            var time = s_start.AddMinutes(number);
            _published.Add(new(
                RunOf(number),
                1,
                FormattableString.Invariant($"things/{number}.csv"),
                "v1",
                time,
                DateOnly.FromDateTime(time.UtcDateTime),
                1,
                0,
                time));
        }

        await _cloud.Lake.WriteAsync(
            LakeKeys.Dataset("things"), new("things", "test", _published), RunJson.Default.DatasetManifest, WriteCondition.None, default);
    }

    static string RunOf(int number) => string.Create(CultureInfo.InvariantCulture, $"things-{number:x16}");

    static async Task<MemoryStream> PartAsync(int id, string run)
    {
        var content = new MemoryStream();
        var part = new ParquetPartWriter().Begin(content, s_columns);
        using var batch = new ColumnBatch(s_columns);
        batch.Append([(long)id, "Retail", 0L, run]);
        await part.WriteAsync(batch, default);
        await part.CompleteAsync(default);
        content.Position = 0;
        return content;
    }
}
