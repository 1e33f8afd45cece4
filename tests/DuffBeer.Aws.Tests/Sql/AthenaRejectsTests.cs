using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>Rejected rows through Athena: all that the ledger counts, or a problem.</summary>
public sealed class AthenaRejectsTests : IAsyncLifetime, IDisposable
{
    readonly SqlCloud _cloud = new();
    readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public Task DisposeAsync() => _cloud.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Are_as_many_as_the_ledger_counts()
    {
        var (run, rejected) = await IngestAsync();

        var rows = await RowsOver(_cloud.Engine).AllAsync(run, null, default).ToListAsync();

        Assert.Equal(3, rejected);
        Assert.Equal([2L, 4L, 5L], rows.Select(row => row.RowNumber));
    }

    [Fact]
    public async Task Are_a_problem_where_the_engine_finds_none()
    {
        var (run, _) = await IngestAsync();

        var failure = await Assert.ThrowsAsync<TerminalException>(() => RowsOver(new EmptyEngine()).PageAsync(run, null, 0, 10, default));

        Assert.Equal(ProblemCode.LedgerMismatch, failure.Code);
        Assert.Contains("has at least 3 rejected rows, but for the query engine in rejects/", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("there are 0.", failure.Message, StringComparison.Ordinal);
    }

    RejectRows RowsOver(IQueryEngine engine) => new(_cloud.Lake, new(_cloud.Lake, TimeProvider.System), engine);

    async Task<(string Run, long Rejected)> IngestAsync()
    {
        const string Good = "1,2026-01-05,x\n";
        var product = new Product(
            new(_cloud.Landing, _cloud.Lake, SqlCloud.LandingBucket), _cloud.Engine, _cloud.Catalog, new NoEventPublisher());
        var sample = await File.ReadAllLinesAsync(CloudCostTests.Sample);
        string[] lines = [sample[0], sample[1], Good.Trim(), sample[2], Good.Trim(), Good.Trim(), .. sample[3..]];
        Assert.Null((await product.IngestAsync("duff_orders", _folder.Write("orders.csv", string.Join('\n', lines) + "\n"))).Problem);
        var record = (await new RunRecords(_cloud.Lake, TimeProvider.System).PageAsync(new(Limit: 1), default)).Runs[0];
        return (record.Id, record.Ledger!.Rejected);
    }

    sealed class EmptyEngine : IQueryEngine
    {
        public ISqlDialect Dialect => throw new NotSupportedException();

        public Task<QueryResult> QueryAsync(Statement statement, CancellationToken cancellationToken) =>
            Task.FromResult(new QueryResult(statement.Relations[0].Columns, []));

        public IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(Statement statement, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Materialized> MaterializeAsync(
            Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy,
            CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
