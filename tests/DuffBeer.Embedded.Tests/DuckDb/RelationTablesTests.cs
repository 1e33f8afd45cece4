using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Tests.DuckDb;

/// <summary>Repeated queries are answered from memory, with the same rows.</summary>
public sealed class RelationTablesTests : IDisposable
{
    static readonly TableColumn[] s_columns = [new("id", LogicalType.Int64), new("price", LogicalType.Decimal(10, 2))];

    readonly TemporaryFolder _folder = new();
    readonly FolderObjectStore _lake;
    readonly DuckDbQueryEngine _engine;

    public RelationTablesTests()
    {
        _lake = new(Path.Combine(_folder.Path, "lake"));
        _engine = new(_lake, _lake.PathOf, Directory.CreateDirectory(Path.Combine(_folder.Path, "tmp")).FullName);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_repeated_query_returns_the_same_rows_until_the_part_is_deleted()
    {
        var model = await ModelAsync(7);
        var first = await AskAsync(model);
        Assert.Equal(first.Rows, (await AskAsync(model)).Rows);
        Assert.Equal([7L, 0.07m], first.Rows[0]);

        // A part deleted from the lake is no longer answered from memory.
        await _lake.DeleteAsync(model.Parts[0], default);
        await Assert.ThrowsAnyAsync<RunException>(() => AskAsync(model));
    }

    [Fact]
    public async Task Of_many_models_the_least_recently_used_are_dropped_and_none_is_mixed_up()
    {
        var models = new List<Relation>();
        for (var number = 1; number <= 40; number++)
            models.Add(await ModelAsync(number));
        for (var round = 0; round < 3; round++)
        {
            await Parallel.ForEachAsync(models, async (model, _) =>
                Assert.Equal(models.IndexOf(model) + 1L, (await AskAsync(model)).Rows[0][0]));
        }
    }

    [Fact]
    public async Task All_tables_together_stay_within_the_limit_and_sessions_discard_statements_on_dropped_tables()
    {
        const long most = 2 << 20;
        using var tables = new RelationTables(
            Path.Combine(_folder.Path, "tmp"),
            "",
            _lake.PathOf,
            new RelationSql(_lake.PathOf).Select,
            most);
        for (var number = 1; number <= 20; number++)
        {
            var made = await _engine.MaterializeAsync(
                new($"SELECT {number} AS id, range * 0.01 AS price FROM range(40000)", [], []), s_columns, $"marts/large{number}/", [],
                default);
            var statement = new Statement("SELECT max(id) FROM \"model\"", [new("model", s_columns, made.Parts)], []);
            Assert.Null(tables.TryLease(statement));
            using var lease = tables.TryLease(statement)!;
            using var rented = tables.Rent();
            var sql = RelationSql.WithTables(statement, lease.TableOf);
            Assert.Equal((long)number, rented.Session.Query(sql, [], default).Rows[0][0]);
            rented.IsSound = true;

            var held = rented.Session.Query(
                "SELECT CAST(memory_usage_bytes AS BIGINT) FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'", [], default);
            Assert.InRange((long)held.Rows[0][0]!, 1, most);
        }
    }

    [Fact]
    public async Task A_query_that_no_table_can_answer_reads_the_parts()
    {
        var made = await _engine.MaterializeAsync(
            new("SELECT 7 AS id, 'none' AS price", [], []),
            [s_columns[0], new("price", LogicalType.String)],
            "marts/unfit/",
            [],
            default);
        var model = new Relation("model", s_columns, made.Parts);

        // The price is not a decimal, so a table with both columns cannot be made.
        for (var time = 0; time < 3; time++)
            Assert.Equal([7L], Assert.Single((await _engine.QueryAsync(new("SELECT id FROM \"model\"", [model], []), default)).Rows));
    }

    [Fact]
    public async Task Tables_are_released_when_another_relation_of_the_statement_fails()
    {
        const long most = 2 << 20;
        var isBroken = false;
        string PathOf(string key) =>
            isBroken && key == "marts/broken.parquet" ? throw new IOException("The disk is gone.") : _lake.PathOf(key);
        using var tables = new RelationTables(Path.Combine(_folder.Path, "tmp"), "", PathOf, new RelationSql(_lake.PathOf).Select, most);
        var broken = new Relation("broken", s_columns, ["marts/broken.parquet"]);
        for (var number = 1; number <= 20; number++)
        {
            var made = await _engine.MaterializeAsync(
                new($"SELECT {number} AS id, range * 0.01 AS price FROM range(40000)", [], []), s_columns, $"marts/leased{number}/", [],
                default);
            var model = new Relation("model", s_columns, made.Parts);
            isBroken = false;
            Assert.Null(tables.TryLease(new("SELECT 1", [model], [])));
            isBroken = true;
            Assert.Throws<IOException>(() => tables.TryLease(new("SELECT 1", [model, broken], [])));
        }

        // Leased tables could not be dropped, and all twenty exceed the limit.
        using var rented = tables.Rent();
        var held = rented.Session.Query(
            "SELECT CAST(memory_usage_bytes AS BIGINT) FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'", [], default);
        Assert.InRange((long)held.Rows[0][0]!, 1, most);
    }

    [Fact]
    public async Task A_session_older_than_the_newest_table_is_not_reused()
    {
        using var tables = new RelationTables(
            Path.Combine(_folder.Path, "tmp"),
            "",
            _lake.PathOf,
            new RelationSql(_lake.PathOf).Select,
            1 << 20);
        var first = Return(tables);
        Assert.Same(first, Return(tables));

        var statement = new Statement("SELECT id FROM \"model\"", [await ModelAsync(7)], []);
        Assert.Null(tables.TryLease(statement));
        using var lease = tables.TryLease(statement);
        Assert.NotNull(lease);
        Assert.NotSame(first, Return(tables));
    }

    [Fact]
    public async Task A_repeated_query_with_other_values_returns_their_rows()
    {
        var made = await _engine.MaterializeAsync(
            new("SELECT range AS id, range * 0.01 AS price FROM range(100)", [], []),
            s_columns,
            "marts/many/",
            [],
            default);
        var model = new Relation("model", s_columns, made.Parts);
        foreach (var id in (long?[])[7, 8, 9, null, 99, 7])
        {
            var value = new SqlValue(LogicalType.Int64, id);
            var statement = new Statement(
                "SELECT id FROM \"model\" WHERE id = CAST(? AS BIGINT) ORDER BY id OFFSET ? LIMIT ?",
                [model],
                [value, new(LogicalType.Int64, 0L), new(LogicalType.Int64, 2L)]);
            var answer = await _engine.QueryAsync(statement, default);
            Assert.Equal(id is { } wanted ? [wanted] : [], answer.Rows.Select(row => (long)row[0]!));
        }
    }

    [Fact]
    public async Task A_repeated_stream_returns_the_same_rows_and_an_abandoned_one_does_not_disturb_others()
    {
        var made = await _engine.MaterializeAsync(
            new("SELECT range AS id, range * 0.01 AS price FROM range(50000)", [], []), s_columns, "marts/streamed/", [], default);
        var statement = new Statement(
            "SELECT id FROM \"model\" WHERE id >= CAST(? AS BIGINT) ORDER BY id", [new("model", s_columns, made.Parts)],
            [new(LogicalType.Int64, 10_000L)]);
        for (var time = 0; time < 4; time++)
        {
            await foreach (var batch in _engine.StreamAsync(statement, default))
            {
                Assert.Equal(10_000L, batch[0][0]);
                break;
            }

            var rows = (await _engine.StreamAsync(statement, default).ToListAsync()).SelectMany(batch => batch);
            Assert.Equal(Enumerable.Range(10_000, 40_000).Select(id => (long)id), rows.Select(row => (long)row[0]!));
        }
    }

    static DuckDbSession Return(RelationTables tables)
    {
        using var rented = tables.Rent();
        rented.IsSound = true;
        return rented.Session;
    }

    async Task<Relation> ModelAsync(int number)
    {
        var made = await _engine.MaterializeAsync(
            new($"SELECT {number} AS id, {number} * 0.01 AS price", [], []),
            s_columns,
            $"marts/m{number}/",
            [],
            default);
        return new("model", s_columns, made.Parts);
    }

    Task<QueryResult> AskAsync(Relation model) => _engine.QueryAsync(new("SELECT id, price FROM \"model\"", [model], []), default);
}
