using System.Security.Cryptography;
using System.Text;
using DuffBeer.FakeAws.Signing;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.S3;

/// <summary>A body that was checked and written to a file.</summary>
sealed record ReceivedBody(string Blob, long Size, string Md5, (string Name, string Value)? Checksum)
{
    /// <summary>The name of the checksum that a request has, in its headers or behind its body; null if it has none.</summary>
    public static string? ChecksumOf(S3Call call)
    {
        var names = Checksums.Names.Where(name =>
            call.Header(Checksums.Header + name) is not null || call.Header("x-amz-trailer")?.Trim() == Checksums.Header + name).ToList();
        return names.Count <= 1
            ? names.FirstOrDefault()
            : throw Invalid("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }

    /// <summary>Reads the body, checks its hash, checksums and chunk signatures, and keeps it only if all are right.</summary>
    /// <param name="computed">The checksum to compute if the request has none; null: none.</param>
    public static async Task<ReceivedBody> TakeAsync(S3Call call, string? computed = null)
    {
        var blob = Bucket.NewBlob();
        await using var upload = await call.Bucket.Blobs.CreateAsync(blob, default, call.Aborted);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sent = ChecksumOf(call);
        var name = sent ?? computed;
        using var checksum = name is null ? null : Checksums.Begin(name);
        var isPlainHash = call.Signature.Payload.Length == 64;
        var size = 0L;
        var length = long.TryParse(call.Header("x-amz-decoded-content-length"), out var decoded) ? decoded : call.Request.ContentLength;
        async ValueTask Write(ReadOnlyMemory<byte> bytes)
        {
            md5.AppendData(bytes.Span);
            if (isPlainHash)
                sha256.AppendData(bytes.Span);
            checksum?.Append(bytes.Span);
            if (call.Bucket.Quirks.HasFlag(StoreQuirks.TearsObjects) && !call.Query.Has("partNumber")
                && bytes.Length > 0 && size + bytes.Length == length)
                bytes = bytes[..^1];
            size += bytes.Length;
            await upload.Body.WriteAsync(bytes, call.Aborted);
        }

        if (sent is not null && call.Header(Checksums.Header + sent) is { } declared && !Checksums.IsWellFormed(sent, declared))
            throw Invalid($"Value for {Checksums.Header}{sent} header is invalid.");

        var trailers = await CopyAsync(call, Write);
        var hash = md5.GetHashAndReset();
        if (isPlainHash && Convert.ToHexStringLower(sha256.GetHashAndReset()) != call.Signature.Payload)
            throw new WireException(
                400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
        if (call.Header("Content-MD5") is { } told && told != Convert.ToBase64String(hash))
            throw new WireException(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        var value = checksum?.End();
        if (sent is not null && value != (call.Header(Checksums.Header + sent) ?? trailers.GetValueOrDefault(Checksums.Header + sent)))
            throw new WireException(
                400, "BadDigest", $"The {sent.ToUpperInvariant()} you specified did not match the calculated checksum.");

        await upload.CommitAsync(call.Aborted);
        return new(blob, size, Convert.ToHexStringLower(hash), value is null ? null : (name!, value));
    }

    static async Task<Dictionary<string, string>> CopyAsync(S3Call call, Func<ReadOnlyMemory<byte>, ValueTask> write)
    {
        if (call.Bucket.Quirks.HasFlag(StoreQuirks.RefusesTrailers)
            && (ChunkedBody.IsChunked(call.Signature)
                || (call.Header("x-amz-trailer") ?? call.Header("x-amz-sdk-checksum-algorithm") ?? ChecksumOf(call)) is not null))
            throw new WireException(501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        if (ChunkedBody.IsChunked(call.Signature))
        {
            if (!long.TryParse(call.Header("x-amz-decoded-content-length"), out var length))
                throw new WireException(411, "MissingContentLength", "You must provide the x-amz-decoded-content-length header.");
            var body = new ChunkedBody(call.Request.BodyReader, call.Signature, length);
            await body.CopyToAsync(write, call.Aborted);
            return body.Trailers;
        }

        if (call.Request.ContentLength is null)
            throw new WireException(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        var buffer = new byte[128 << 10];
        for (int read; (read = await call.Request.Body.ReadAsync(buffer, call.Aborted)) > 0;)
            await write(buffer.AsMemory(0, read));
        return [];
    }

    /// <summary>A small body as text, checked against the signed hash.</summary>
    public static async Task<string> TextAsync(S3Call call)
    {
        using var body = new MemoryStream();
        await CopyAsync(call, bytes =>
        {
            body.Write(bytes.Span);
            return default;
        });
        if (!ChunkedBody.IsChunked(call.Signature))
            call.Signature.CheckBody(body.ToArray());
        return Encoding.UTF8.GetString(body.ToArray());
    }

    static WireException Invalid(string message) => new(400, "InvalidRequest", message);
}
