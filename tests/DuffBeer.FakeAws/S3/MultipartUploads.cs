using System.Collections.Concurrent;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.S3;

/// <param name="Checksum">Name and value of the checksum that the part was sent with; null if there was none.</param>
sealed record UploadedPart(
    int Number, string Blob, long Size, string ETag, DateTimeOffset LastModified, (string Name, string Value)? Checksum);

/// <summary>A multipart upload in progress.</summary>
/// <param name="Sequence">Its place in the order of the bucket's writes.</param>
sealed record MultipartUpload(
    string Id,
    string Key,
    IReadOnlyDictionary<string, string> Headers,
    DateTimeOffset Initiated,
    UploadChecksum? Checksum,
    long Sequence)
{
    public ConcurrentDictionary<int, UploadedPart> Parts { get; } = new();
}

/// <summary>The multipart uploads of a bucket that are neither completed nor aborted.</summary>
sealed class MultipartUploads
{
    readonly ConcurrentDictionary<string, MultipartUpload> _uploads = new(StringComparer.Ordinal);

    public IReadOnlyList<MultipartUpload> All =>
        [.. _uploads.Values.OrderBy(upload => upload.Key, new Bucket.Utf8Order()).ThenBy(upload => upload.Initiated)];

    public MultipartUpload Begin(string key, IReadOnlyDictionary<string, string> headers, UploadChecksum? checksum, long sequence)
    {
        var upload = new MultipartUpload(Guid.NewGuid().ToString("n"), key, headers, DateTimeOffset.UtcNow, checksum, sequence);
        _uploads[upload.Id] = upload;
        return upload;
    }

    public MultipartUpload Find(string id, string key) =>
        _uploads.TryGetValue(id, out var upload) && upload.Key == key ? upload : throw Missing(id);

    /// <summary>Removes the upload, so that only one caller gets it.</summary>
    public MultipartUpload Take(string id, string key)
    {
        Find(id, key);
        return _uploads.TryRemove(id, out var upload) ? upload : throw Missing(id);
    }

    public void Restore(MultipartUpload upload) => _uploads[upload.Id] = upload;

    static WireException Missing(string id) =>
        new(
            404,
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.")
        {
            Details = new Dictionary<string, string> { ["UploadId"] = id },
        };
}
