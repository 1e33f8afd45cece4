using DuffBeer.Aws.S3;
using DuffBeer.AwsPeer;

namespace DuffBeer.Aws.Tests;

/// <summary>A peer of one test, and clients that know its keys.</summary>
sealed class PeerFixture : IAsyncDisposable
{
    public const string Bucket = "duffbeer-lake";

    readonly List<S3ObjectStore> _stores = [];

    PeerFixture(Peer peer) => Peer = peer;

    public Peer Peer { get; }

    public static async Task<PeerFixture> StartAsync(PeerSettings? settings = null) => new(await Peer.StartAsync(settings ?? new()));

    public AwsClients Clients => new(Options);

    public AwsOptions Options => new() { Endpoint = Peer.Endpoint.ToString(), Region = Peer.Settings.Region, AccessKey = Peer.Settings.AccessKey, SecretKey = Peer.Settings.SecretKey };

    public S3ObjectStore Store(Func<S3StoreOptions, S3StoreOptions>? change = null, AwsOptions? options = null)
    {
        var store = new S3ObjectStore(new(options ?? Options), (change ?? (same => same))(new() { Bucket = Bucket }));
        _stores.Add(store);
        return store;
    }

    /// <summary>How many calls of an action the peer took.</summary>
    public int Calls(string operation) => Peer.Calls.Count(call => call.Operation == operation);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            store.Dispose();
        await Peer.DisposeAsync();
    }
}
