using Amazon.Runtime;
using DuffBeer.Aws.Athena;
using DuffBeer.Aws.Events;
using DuffBeer.Aws.Glue;
using DuffBeer.Aws.Json;
using DuffBeer.Aws.S3;
using DuffBeer.FakeAws;
using DuffBeer.Core.Ports;
using DuffBeer.Parquet;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>A fake with a lake, and our adapters over it.</summary>
public sealed class SqlCloud : IAsyncLifetime
{
    public const string Bucket = "duffbeer-lake";
    public const string LandingBucket = "duffbeer-landing";

    public FakeAwsServer Server { get; private set; } = null!;
    public SqlServices Services { get; private set; } = null!;
    public IObjectStore Landing { get; private set; } = null!;
    public IObjectStore Lake { get; private set; } = null!;
    public AthenaOptions Options { get; } = new() { FirstPoll = TimeSpan.FromMilliseconds(5) };
    public LakeLocation Location { get; } = new(Bucket);

    public AthenaClient Athena => new(Clients.Configured(JsonServiceConfig.Athena()));
    public GlueClient Glue => new(Clients.Configured(JsonServiceConfig.Glue()));
    public EventBridgeClient Events => new(Clients.Configured(JsonServiceConfig.EventBridge()));
    public ManualTime Time { get; } = new();

    /// <summary>As a new process has them: nothing is remembered.</summary>
    public CatalogTables NewTables => new(Glue, new(), Location, Lake, new ParquetPartWriter(), Time);
    public GlueTables Tables => NewTables.Tables;
    public IQueryEngine Engine { get; private set; } = null!;
    public ITableCatalog Catalog => new GlueTableCatalog(NewTables);

    internal AwsClients Clients { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await FakeAwsServer.StartAsync(new() { Versioned = true });
        Services = new(Server);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", Server.Settings.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", Server.Settings.SecretKey);
        Clients = new(new() { Endpoint = Server.Endpoint.ToString(), Region = Server.Settings.Region });
        Lake = new S3ObjectStore(Clients, new() { Bucket = Bucket });
        Landing = new S3ObjectStore(Clients, new() { Bucket = LandingBucket });
        Engine = EngineOf(NewTables);
    }

    public AthenaQueryEngine EngineOf(CatalogTables tables) => new(Athena, Options, tables, Lake, new ParquetPartWriter());

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Services.Dispose();
    }
}

/// <summary>The system's time, moved forward on demand.</summary>
public sealed class ManualTime : TimeProvider
{
    public TimeSpan Passed { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Passed;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Passed.TotalSeconds * TimestampFrequency);
}
