using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Embedded.Tests.DuckDb;

/// <summary>A folder as a lake with an engine over it; both go with this object.</summary>
public sealed class TestLake : IObjectStore, IDisposable
{
    public TestLake() : this("lake")
    {
    }

    internal TestLake(string name)
    {
        Root = Path.Combine(Path.GetTempPath(), $"duffbeer-{Guid.NewGuid():N}", name);
        Directory.CreateDirectory(Temp);
        Engine = new(this, PathOf, Temp);
    }

    public string Root { get; }
    public string Temp => Path.Combine(Root, "tmp");
    public DuckDbQueryEngine Engine { get; }

    public string PathOf(string key) => Path.Combine(Root, "lake", key);

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => Task.FromResult(Stat(key));

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        Task.FromResult<IObjectUpload>(new Upload(this, key, condition));

    public IAsyncEnumerable<ObjectStat> ListAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
        Engine.Dispose();
        Directory.Delete(Path.GetDirectoryName(Root)!, recursive: true);
    }

    ObjectStat? Stat(string key)
    {
        var file = new FileInfo(PathOf(key));
        return file.Exists ? new(key, file.Length, "etag", file.LastWriteTimeUtc) : null;
    }

    sealed class Upload(TestLake lake, string key, WriteCondition condition) : IObjectUpload
    {
        readonly MemoryStream _body = new();

        public Stream Body => _body;

        public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
        {
            var path = lake.PathOf(key);
            if (condition.OnlyIfAbsent && File.Exists(path))
                return null;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, _body.ToArray(), cancellationToken);
            return lake.Stat(key);
        }

        public ValueTask DisposeAsync() => _body.DisposeAsync();
    }
}
