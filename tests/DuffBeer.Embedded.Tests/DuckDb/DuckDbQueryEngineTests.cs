using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class DuckDbQueryEngineTests : QueryEngineContract, IDisposable
{
    readonly TestLake _lake = new();

    protected override IQueryEngine Engine => _lake.Engine;

    protected override IObjectStore Lake => _lake.Store;

    [Fact]
    public async Task A_stream_returns_the_first_rows_of_an_endless_SELECT()
    {
        await foreach (var batch in Engine.StreamAsync(new("SELECT range AS n FROM range(1000000000000)", [], []), default))
        {
            Assert.Equal(0L, batch[0][0]);
            break;
        }
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_a_stream_follows_the_rows_before_it()
    {
        const string Sql =
            "SELECT CASE WHEN range < 5000000 THEN range ELSE CAST('none ' || range AS BIGINT) END AS n FROM range(10000000)";
        var rows = 0L;

        var failure = await Assert.ThrowsAsync<TerminalException>(async () =>
        {
            await foreach (var batch in Engine.StreamAsync(new(Sql, [], []), default))
                rows += batch.Count;
        });

        Assert.Equal(ProblemCode.ModelFailed, failure.Code);
        Assert.InRange(rows, 1, 5_000_000);
    }

    public void Dispose() => _lake.Dispose();
}
