using System.Text;
using DuffBeer.Aws.Glue;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.FakeAws.Faults;
using DuffBeer.Iceberg;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>
/// A dataset in Athena under its plain name: an Iceberg table that Glue names and that the fake reads with Apache.Avro.
/// </summary>
public sealed class OpenTablesTests : IAsyncLifetime
{
    const string Header =
        "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,"
        + "point_of_sale_channel,status\n";

    readonly SqlCloud _cloud = new();
    readonly string _folder = Directory.CreateTempSubdirectory("duffbeer-").FullName;
    int _asked;

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Athena_sees_a_publication_a_replacement_and_a_retirement_at_once_under_the_plain_name()
    {
        await IngestAsync("a.csv", 1, 2);
        await IngestAsync("b.csv", 3);
        Assert.Equal([1L, 2L, 3L], await OrdersAsync());

        // S3 tells times in whole seconds, and no event says here which of two versions of one second is the newer.
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        await IngestAsync("a.csv", 4);
        Assert.Equal([3L, 4L], await OrdersAsync());

        await RetireAsync("duff/orders/b.csv");
        Assert.Equal([4L], await OrdersAsync());
        Assert.EndsWith("/v4.metadata.json", await MetadataAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWSGlue:UpdateTable")]
    [InlineData("AWSGlue:GetTable")]
    public async Task A_catalog_that_fails_fails_no_run_and_the_next_publication_catches_up(string operation)
    {
        await IngestAsync("a.csv", 1);
        _cloud.Server.Faults.RefuseNext(operation, "AccessDeniedException");

        await IngestAsync("b.csv", 2);
        Assert.Equal([1L], await OrdersAsync());

        await IngestAsync("c.csv", 3);
        Assert.Equal([1L, 2L, 3L], await OrdersAsync());
    }

    [Fact]
    public async Task A_lost_answer_of_the_catalog_is_looked_up_and_a_deleted_table_comes_back()
    {
        await IngestAsync("a.csv", 1);
        _cloud.Server.Faults.FailNext("AWSGlue:UpdateTable", FaultKind.LostAnswer);
        await IngestAsync("b.csv", 2);
        Assert.Equal([1L, 2L], await OrdersAsync());

        await _cloud.Tables.DeleteAsync("duff_orders", default);
        await Runs.Tables.FollowAsync("duff_orders", default);
        Assert.Equal([1L, 2L], await OrdersAsync());
    }

    CoreRuns Runs => new(Stores, Product.Datasets, () => new NoEventPublisher(), Tables, TimeProvider.System);

    Stores Stores => new(_cloud.Landing, _cloud.Lake, SqlCloud.LandingBucket);

    IcebergTables Tables =>
        new(_cloud.Lake, Product.Datasets, _cloud.Location.Of, new GlueTablePointer(_cloud.Tables), TimeProvider.System);

    async Task IngestAsync(string name, params int[] orders)
    {
        var file = Path.Combine(_folder, name);
        var lines = orders.Select(order => FormattableString.Invariant($"7,Moe,{order},1,Duff,2.50,6,0.33,Retail,created\n"));
        await File.WriteAllTextAsync(file, Header + string.Concat(lines), Encoding.UTF8);
        var product = new Product(Stores, _cloud.Engine, _cloud.Catalog, new NoEventPublisher()) { Tables = Tables };
        Assert.Null((await product.IngestAsync("duff_orders", file)).Problem);
    }

    async Task RetireAsync(string key)
    {
        var manifest = await _cloud.Lake.ReadAsync(LakeKeys.Dataset("duff_orders"), RunJson.Default.DatasetManifest, default);
        await Runs.Retirement.RetireAsync(manifest!.Value.Runs.Single(run => run.SourceKey == key).RunId, default);
    }

    async Task<IEnumerable<object?>> OrdersAsync() => (await _cloud.Engine.QueryAsync(
        new($"SELECT order_id FROM \"duffbeer\".\"duff_orders\" WHERE {++_asked} > 0 ORDER BY order_id", [], []), default))
        .Rows.Select(row => row[0]);

    async Task<string> MetadataAsync() => (await _cloud.Tables.FindAsync("duff_orders", default))!.Parameters!["metadata_location"];
}
