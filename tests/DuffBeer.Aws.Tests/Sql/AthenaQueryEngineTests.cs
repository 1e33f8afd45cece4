using DuffBeer.Core.Ports;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Aws.Tests.Sql;

public sealed class AthenaQueryEngineTests : QueryEngineContract, IAsyncLifetime
{
    readonly SqlCloud _cloud = new();

    protected override IQueryEngine Engine => _cloud.Engine;

    protected override IObjectStore Lake => _cloud.Lake;

    [Fact]
    public async Task A_stream_is_one_execution_and_reads_pages_on_demand()
    {
        var statement = new Statement("SELECT n FROM (VALUES (1), (2), (3), (4), (5), (6), (7)) AS few(n)", [], []);
        _cloud.Services.Athena.PageSize = 3;

        await foreach (var _ in Engine.StreamAsync(statement, default))
            break;
        Assert.Equal((1, 1), (Calls("StartQueryExecution"), Calls("GetQueryResults")));

        await Engine.StreamAsync(statement, default).ToListAsync();
        Assert.Equal((2, 4), (Calls("StartQueryExecution"), Calls("GetQueryResults")));
    }

    [Fact]
    public async Task A_stream_cancelled_before_its_first_row_stops_the_execution()
    {
        _cloud.Services.Athena.Delay = TimeSpan.FromMinutes(1);
        using var stop = new CancellationTokenSource();

        var reading = Engine.StreamAsync(new("SELECT 1 AS one", [], []), stop.Token).ToListAsync().AsTask();
        while (Calls("GetQueryExecution") == 0)
            await Task.Delay(5);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(1, Calls("StopQueryExecution"));
    }

    int Calls(string operation) => _cloud.Server.Calls.Count(call => call.Operation == operation);

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public Task DisposeAsync() => _cloud.DisposeAsync();
}
