using DuffBeer.Core.Ports;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Aws.Tests.S3;

/// <summary>The contract of every object store, over the wire.</summary>
public sealed class S3ObjectStoreContractTests : ObjectStoreContract, IAsyncLifetime
{
    FakeAwsFixture? _fake;
    IObjectStore? _store;

    protected override IObjectStore Store => _store!;

    protected override int KeySets => 20;

    public async Task InitializeAsync()
    {
        _fake = await FakeAwsFixture.StartAsync();
        _store = _fake.Store();
    }

    public async Task DisposeAsync() => await _fake!.DisposeAsync();

    protected override IObjectStore OpenAgain() => _fake!.Store();

    // S3 keys are valid Unicode. The SDK drops a leading slash, and Kestrel rejects a NUL in a path.
    protected override bool CanHave(string key) =>
        key[0] != '/'
            && !key.Contains('\0', StringComparison.Ordinal)
            && key == System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(key));
}
