using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Home;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Runs;

/// <summary>Which codec compresses the parts of a run.</summary>
public sealed class CompressedParts : IDisposable
{
    static readonly string s_rows = Csv.Header + Csv.Rows(50) + "bad row\n";

    readonly TemporaryFolder _scratch = new();
    readonly Home _home = new() { Ingest = new() { Codec = PartCodec.Brotli, ChunkBytes = 1_000 } };

    public void Dispose()
    {
        _home.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Rows_and_rejects_are_compressed_by_the_settings_and_read_as_before()
    {
        var run = await _home.IngestAsync("orders.csv", s_rows);

        Assert.Equal(["BROTLI"], await CodecsAsync("tables/"));
        Assert.Equal(["BROTLI"], await CodecsAsync("rejects/"));
        Assert.Equal(50, (await _home.RowsAsync("order_id")).Count);
        Assert.Single(await _home.RejectsAsync(run));
    }

    [Fact]
    public async Task A_run_keeps_the_codec_it_started_with()
    {
        var began = Steps.Over(_home);
        var run = await began.StartAsync("duff/orders/orders.csv", _home.Write("orders.csv", Csv.Bytes(s_rows)));
        await began.Inspect.RunAsync(run, default);

        var goesOn = StepsWith(Contracts.DuffOrders, new() { Codec = PartCodec.Uncompressed });
        await goesOn.Transform.RunAsync(new(run.RunId, run.Attempt, 0), default);
        await goesOn.Transform.RunAsync(new(run.RunId, run.Attempt, 1), default);

        Assert.Equal(["BROTLI"], await CodecsAsync("tables/"));
    }

    [Fact]
    public async Task The_contract_overrides_the_settings()
    {
        var steps = StepsWith(Contracts.DuffOrders with { Codec = PartCodec.Uncompressed }, _home.Ingest);
        var run = await steps.StartAsync("duff/orders/orders.csv", _home.Write("orders.csv", Csv.Bytes(s_rows)));

        Assert.Null((await steps.RunAsync(run)).Problem);

        Assert.Equal(["UNCOMPRESSED"], await CodecsAsync("tables/"));
    }

    [Fact]
    public async Task A_codec_that_the_engine_cannot_read_is_not_written()
    {
        var steps = StepsWith(Contracts.DuffOrders, _home.Ingest with { Readable = [PartCodec.Snappy, PartCodec.Uncompressed] });
        var run = await steps.StartAsync("duff/orders/orders.csv", _home.Write("orders.csv", Csv.Bytes(s_rows)));

        var problem = (await steps.RunAsync(run)).Problem;

        Assert.Equal(ProblemCode.DefinitionInvalid, problem?.Code);
        Assert.Contains("The settings would compress the parts of duff_orders with brotli", problem?.Message, StringComparison.Ordinal);
        Assert.Contains("It reads snappy, uncompressed.", problem?.Message, StringComparison.Ordinal);
        Assert.Empty(await _home.KeysAsync("tables/"));
    }

    Steps StepsWith(DatasetContract contract, IngestSettings settings)
    {
        var folders = new HomeDirectory(_home.Root);
        var lake = folders.OpenLake();
        return new(new(folders.OpenLanding(), lake, "landing"), lake, contract, settings with { ChunkBytes = 1_000 });
    }

    async Task<IEnumerable<object?>> CodecsAsync(string prefix)
    {
        var paths = (await _home.KeysAsync(prefix)).Select(key => $"'{_home.Lake.PathOf(key)}'");
        using var engine = new DuckDbQueryEngine(_home.Lake, _home.Lake.PathOf, _scratch["scratch"]);
        var answer = await engine.QueryAsync(
            new($"SELECT DISTINCT compression FROM parquet_metadata([{string.Join(", ", paths)}])", [], []), default);
        return answer.Rows.Select(row => row[0]);
    }
}
