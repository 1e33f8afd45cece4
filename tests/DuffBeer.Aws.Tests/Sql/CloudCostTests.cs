using System.Reflection;
using DuffBeer.FakeAws.Wire;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions.Prices;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>The AWS usage that an ingest and a refresh report, against what the fake received.</summary>
public sealed class CloudCostTests : IAsyncLifetime
{
    const long LeastBilled = 10 << 20;

    readonly SqlCloud _cloud = new();

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public Task DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task An_ingest_reports_every_S3_request_except_for_its_own_record()
    {
        var product = Open();

        Assert.Null((await product.IngestAsync("duff_orders", Sample)).Problem);

        // The run begins once its record has been written and read.
        var calls = _cloud.Server.Calls;
        var seen = calls.SkipWhile(call => !IsWriteOfRecord(call)).Skip(2).ToList();
        var record = (await new RunRecords(_cloud.Lake, TimeProvider.System).PageAsync(new(Limit: 1), default)).Runs[0];
        Assert.True(seen.Count > 20);
        // Writing the run's new mark and its record with the cost, each with a look at what was written, is not part of the reported cost.
        Assert.Equal(Count(seen, "GetObject", "HeadObject") - 2, record.Cost!.Drivers.ReadRequests);
        Assert.Equal(Count(seen, "PutObject") - 2, record.Cost.Drivers.WriteRequests);
        Assert.Equal(Count(seen, "ListObjectsV2"), record.Cost.Drivers.ListRequests);
        // The old mark, and the attempt's entry among the unfinished ones, are deleted after its cost was recorded.
        Assert.Equal(Count(seen, "DeleteObject") - 2, record.Cost.Drivers.DeleteRequests);
        Assert.Equal(0, record.Cost.Drivers.CatalogRequests);
        Assert.Equal(record.Cost.Drivers.BytesWritten, record.Cost.Drivers.BytesUploaded);

        var prices = product.Prices.Prices;
        Assert.Equal(
            Math.Round(
                (record.Cost.Drivers.ReadRequests * prices["s3.read"] / 1000)
                    + (record.Cost.Drivers.WriteRequests * prices["s3.write"] / 1000)
                + (record.Cost.Drivers.ListRequests * prices["s3.list"] / 1000)
                + (record.Cost.Drivers.BytesDownloaded * prices["s3.download"] / (1 << 30)),
                10),
            record.Cost.Dollars);
        Assert.True(record.Cost.Dollars > 0);
    }

    [Fact]
    public async Task A_refresh_reports_its_statements_scanned_bytes_and_every_request_to_the_catalog()
    {
        var product = Open();
        Assert.Null((await product.IngestAsync("duff_orders", Sample)).Problem);
        var unplanned = _cloud.Server.Calls.Count;
        var planned = (await product.PlanAsync()).Cost;
        Assert.All(_cloud.Server.Calls.Skip(unplanned), call => Assert.Contains(call.Operation, s_reads));
        var before = _cloud.Server.Calls.Count;

        var refresh = await product.RefreshAsync("20260105T080000000Z");

        Assert.Null(refresh.Problem);
        var (drivers, seen) = (refresh.Cost!.Drivers, _cloud.Server.Calls.Skip(before).ToList());
        Assert.Equal(seen.Count(call => call.Service == "AWSGlue"), drivers.CatalogRequests);
        Assert.Equal(Count(seen, "StartQueryExecution"), drivers.Statements);
        Assert.Equal(Count(seen, "GetObject", "HeadObject"), drivers.ReadRequests);
        Assert.Equal(Count(seen, "PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"), drivers.WriteRequests);
        Assert.Equal(Count(seen, "ListObjectsV2"), drivers.ListRequests);
        // Every statement over a sample scans less than the minimum charge, and each that was not answered from an earlier result
        // is charged that minimum.
        Assert.True(drivers.BytesScanned > 0);
        Assert.Equal(0, drivers.BytesBilled % LeastBilled);
        Assert.InRange(drivers.BytesBilled, refresh.Models * LeastBilled, drivers.Statements * LeastBilled);
        Assert.True(refresh.Cost.Dollars > drivers.BytesBilled * product.Prices.Prices["athena.scan"] / (1L << 40));
        Assert.True(drivers.BytesWritten > drivers.BytesUploaded);

        // The plan knows the statements of models and audits; each is charged at least the minimum.
        Assert.InRange(planned.Statements, refresh.Models, drivers.Statements);
        Assert.Equal(planned.Statements * LeastBilled, planned.Price.Drivers.BytesBilled);
        Assert.Equal(planned.Price.Drivers.BytesBilled * product.Prices.Prices["athena.scan"] / (1L << 40), planned.Price.Dollars, 9);
        Assert.Equal((0, 0m), ((await product.PlanAsync()).Cost.Statements, (await product.PlanAsync()).Cost.Price.Dollars));
    }

    static readonly string[] s_reads = ["GetObject", "HeadObject", "ListObjectsV2"];

    static bool IsWriteOfRecord(WireCall call) =>
        call.Operation == "PutObject" && call.Path.EndsWith("/run.json", StringComparison.Ordinal);

    static int Count(IReadOnlyList<WireCall> calls, params string[] operations) => calls.Count(call => operations.Contains(call.Operation));

    Product Open() => new(new(_cloud.Landing, _cloud.Lake, SqlCloud.LandingBucket), _cloud.Engine, _cloud.Catalog, new NoEventPublisher())
    {
        Prices = PricesFile.Load(DefinitionFolder.Default).Without("functions"),
    };

    internal static string Sample => Path.Combine(
        typeof(CloudCostTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "SamplesFolder").Value!,
        "duff/orders.csv");
}
