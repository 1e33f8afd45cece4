using System.Runtime.CompilerServices;
using DuffBeer.AwsPeer.S3;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Tests.Sql;

sealed class BucketStore(Bucket bucket) : IObjectStore
{
    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => Task.FromResult(bucket.Find(key) is { } v ? Of(v) : null);
    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) => Task.FromResult<IObjectUpload>(new Upload(bucket, key));
    public async IAsyncEnumerable<ObjectStat> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var v in bucket.List(prefix))
            yield return Of(v);
    }
    public async Task DeleteAsync(string key, CancellationToken cancellationToken) { await Task.CompletedTask; bucket.GetType().GetMethod("Delete", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.Invoke(bucket, [key, null]); }
    static ObjectStat Of(ObjectVersion v) => new(v.Key, v.Size, v.ETag, v.LastModified);
    sealed class Upload(Bucket bucket, string key) : IObjectUpload
    {
        readonly MemoryStream _body = new();
        public Stream Body => _body;
        public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken) { _body.Position = 0; return Of(await bucket.PutAsync(key, _body, cancellationToken)); }
        public ValueTask DisposeAsync() => default;
    }
}
