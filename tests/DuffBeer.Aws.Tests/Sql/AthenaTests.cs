using DuffBeer.FakeAws.Faults;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>Behaviour of Athena's engine beyond the contract of every engine.</summary>
public sealed class AthenaTests : IAsyncLifetime
{
    static readonly TableColumn s_id = new("id", LogicalType.Int64);
    static readonly TableColumn s_day = new("day", LogicalType.Date);

    readonly SqlCloud _cloud = new();

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public Task DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task A_result_of_many_pages_is_complete_and_in_order()
    {
        _cloud.Services.Athena.PageSize = 7;

        var result = await _cloud.Engine.QueryAsync(new("SELECT n FROM UNNEST(SEQUENCE(1, 50)) AS t(n) ORDER BY n DESC", [], []), default);

        Assert.Equal(Enumerable.Range(1, 50).Reverse().Select(n => (object)(long)n), result.Rows.Select(row => row[0]));
        Assert.Equal(8, Calls("GetQueryResults"));
    }

    [Fact]
    public async Task A_repeated_query_is_answered_from_the_first_result()
    {
        var question = new Statement("SELECT 1 AS a", [], []);
        var first = await _cloud.Engine.QueryAsync(question, default);
        var second = await _cloud.Engine.QueryAsync(question, default);

        Assert.False(first.Cost!.Reused);
        Assert.True(second.Cost!.Reused);
        Assert.Equal(first.Rows.Single(), second.Rows.Single());
        Assert.Single(_cloud.Services.Athena.Statements);
    }

    [Fact]
    public async Task The_bytes_that_a_statement_scans_are_reported()
    {
        var built = await BuildAsync("fact_orders", "SELECT 1 AS id", [s_id]);
        var read = await _cloud.Engine.QueryAsync(
            new("SELECT id FROM \"fact_orders\"", [new("fact_orders", [s_id], built.Parts)], []), default);

        Assert.Equal(built.Bytes, read.Cost!.BytesScanned);
    }

    [Fact]
    public async Task Several_statements_write_more_partitions_than_one_may()
    {
        const string Sql = "SELECT n AS id, DATE_ADD('day', MOD(n, 250), "
            + "DATE '2024-01-01') AS day FROM UNNEST(SEQUENCE(1, 1000)) AS t(n) UNION ALL SELECT 1001, NULL";

        var built = await BuildAsync("many", Sql, [s_id, s_day], "day");

        Assert.Equal(1001, built.Rows);
        Assert.Equal(251, built.Parts.Count);
        Assert.Equal(2, _cloud.Services.Athena.Statements.Count(sql => sql.StartsWith("INSERT INTO", StringComparison.Ordinal)));
        var read = await _cloud.Engine.QueryAsync(
            new("SELECT COUNT(*) AS n, COUNT(day) AS days, SUM(id) AS total FROM \"many\"", [new("many", [s_id, s_day], built.Parts)], []),
            default);
        Assert.Equal([1001L, 1000L, 501501L], read.Rows.Single());
        Assert.Equal(built.Parts, await _cloud.Lake.ListAsync("marts/many/", default).Select(part => part.Key).ToListAsync());
    }

    [Fact]
    public async Task A_build_leaves_its_versions_table_and_no_other()
    {
        await BuildAsync("fact_orders", "SELECT 1 AS id", [s_id with { Description = "Id of the order" }]);

        Assert.Equal(["fact_orders__20260105t080000000z"], _cloud.Services.Glue.State.Database("duffbeer").Keys);
        var table = await _cloud.Tables.FindAsync("fact_orders__20260105t080000000z", default);
        Assert.Equal(new("id", "bigint", "Id of the order"), table!.StorageDescriptor!.Columns!.Single());
    }

    [Fact]
    public async Task A_retried_build_has_a_new_location_to_which_the_table_points()
    {
        await BuildAsync("fact_orders", "SELECT 1 AS id", [s_id]);
        var again = await BuildAsync("fact_orders", "SELECT 2 AS id", [s_id]);

        var other = _cloud.EngineOf(_cloud.NewTables);
        var read = await other.QueryAsync(new("SELECT id FROM \"fact_orders\"", [new("fact_orders", [s_id], again.Parts)], []), default);
        Assert.Equal([2L], read.Rows.Single());
    }

    [Fact]
    public async Task A_cancelled_query_is_stopped()
    {
        _cloud.Services.Athena.Delay = TimeSpan.FromMinutes(5);
        using var given = new CancellationTokenSource();

        var query = _cloud.Engine.QueryAsync(new("SELECT 1 AS a", [], []), given.Token);
        while (Calls("GetQueryExecution") == 0)
            await Task.Delay(10);
        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
        Assert.Equal(1, Calls("StopQueryExecution"));
    }

    [Theory]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.InternalError)]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.TornBody)]
    [InlineData(FaultKind.CutConnection)]
    [InlineData(FaultKind.Slow)]
    public async Task A_failed_call_is_repeated_and_no_statement_runs_twice(FaultKind fault)
    {
        _cloud.Server.Faults.FailNext("AmazonAthena:StartQueryExecution", fault);
        _cloud.Server.Faults.FailNext("AmazonAthena:GetQueryExecution", fault);
        _cloud.Server.Faults.FailNext("AmazonAthena:GetQueryResults", fault);

        var result = await _cloud.Engine.QueryAsync(new("SELECT 1 AS a", [], []), default);

        Assert.Equal([1], result.Rows.Single());
        Assert.Single(_cloud.Services.Athena.Statements);
    }

    [Theory]
    [InlineData(1, "GENERIC_INTERNAL_ERROR: something", true)]
    [InlineData(3, "Amazon S3: Please reduce your request rate. (Status Code: 503; Error Code: SlowDown)", true)]
    [InlineData(2, "DIVISION_BY_ZERO: Division by zero", false)]
    public async Task Only_a_failure_that_a_retry_may_solve_is_transient(int category, string reason, bool isTransient)
    {
        _cloud.Services.Athena.Failures.Enqueue((category, reason));

        var failure = await Assert.ThrowsAnyAsync<RunException>(() => _cloud.Engine.QueryAsync(new("SELECT 1 AS a", [], []), default));

        Assert.Equal(isTransient, failure is TransientException);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_too_long_when_quoted_is_refused()
    {
        var value = new SqlValue(LogicalType.String, new string('\'', 1000));

        var failure = await Assert.ThrowsAsync<TerminalException>(() => _cloud.Engine.QueryAsync(
            new("SELECT CAST(? AS VARCHAR) AS a", [], [value]), default));

        Assert.Equal(ProblemCode.BadRequest, failure.Code);
    }

    Task<Materialized> BuildAsync(string model, string sql, IReadOnlyList<TableColumn> columns, params string[] partitionBy) =>
        _cloud.Engine.MaterializeAsync(new(sql, [], []), columns, LakeKeys.Mart(model, "20260105T080000000Z", 1), partitionBy, default);

    int Calls(string operation) => _cloud.Server.Calls.Count(call => call.Operation == operation);
}
