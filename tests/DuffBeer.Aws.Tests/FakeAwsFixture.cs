using DuffBeer.Aws.S3;
using DuffBeer.FakeAws;

namespace DuffBeer.Aws.Tests;

/// <summary>A fake AWS for one test, and clients with its keys.</summary>
sealed class FakeAwsFixture : IAsyncDisposable
{
    public const string Bucket = "duffbeer-lake";

    readonly List<S3ObjectStore> _stores = [];

    FakeAwsFixture(FakeAwsServer server) => Server = server;

    public FakeAwsServer Server { get; }

    public static async Task<FakeAwsFixture> StartAsync(FakeAwsSettings? settings = null) =>
        new(await FakeAwsServer.StartAsync(settings ?? new()));

    public AwsClients Clients => new(Options);

    public AwsOptions Options =>
        new()
        {
            Endpoint = Server.Endpoint.ToString(),
            Region = Server.Settings.Region,
            AccessKey = Server.Settings.AccessKey,
            SecretKey = Server.Settings.SecretKey,
        };

    public S3ObjectStore Store(Func<S3StoreOptions, S3StoreOptions>? change = null, AwsOptions? options = null)
    {
        var store = new S3ObjectStore(new(options ?? Options), (change ?? (same => same))(new() { Bucket = Bucket }));
        _stores.Add(store);
        return store;
    }

    /// <summary>How many calls of an action the fake received.</summary>
    public int Calls(string operation) => Server.Calls.Count(call => call.Operation == operation);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            store.Dispose();
        await Server.DisposeAsync();
    }
}
