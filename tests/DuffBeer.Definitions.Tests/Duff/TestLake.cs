using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Definitions.Tests.Duff;

/// <summary>A folder as a lake with DuckDB over it; both go with this object.</summary>
sealed class TestLake : IObjectStore, IDisposable
{
    readonly string _root = Path.Combine(Path.GetTempPath(), $"duffbeer-{Guid.NewGuid():N}");

    public TestLake()
    {
        Directory.CreateDirectory(Path.Combine(_root, "tmp"));
        Engine = new(this, PathOf, Path.Combine(_root, "tmp"));
    }

    public DuckDbQueryEngine Engine { get; }

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        Task.FromResult<IObjectUpload>(new Upload(PathOf(key), key));

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<ObjectStat> ListAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
        Engine.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    string PathOf(string key) => Path.Combine(_root, "lake", key);

    sealed class Upload(string path, string key) : IObjectUpload
    {
        readonly MemoryStream _body = new();

        public Stream Body => _body;

        public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, _body.ToArray(), cancellationToken);
            return new(key, _body.Length, "etag", File.GetLastWriteTimeUtc(path));
        }

        public ValueTask DisposeAsync() => _body.DisposeAsync();
    }
}
