using System.Globalization;
using System.Xml.Linq;
using DuffBeer.FakeAws.Wire;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.S3;

/// <summary>Requests for one object.</summary>
static class ObjectCalls
{
    static readonly string[] s_kept =
    [
        "Content-Type", "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id", "x-amz-storage-class",
    ];

    public static async Task PutAsync(S3Call call)
    {
        if (call.Header("x-amz-copy-source") is not null)
            throw new WireException(501, "NotImplemented", "CopyObject is not implemented.");
        var body = await ReceivedBody.TakeAsync(call);
        try
        {
            var headers = HeadersOf(call);
            if (body.Checksum is { } checksum)
                headers[Checksums.Header + checksum.Name] = checksum.Value;
            Tell(call.Response, call.Bucket.Put(call.Key, body.Blob, body.Size, body.Md5, headers, call.Condition));
        }
        catch (WireException)
        {
            call.Bucket.DeleteBlob(body.Blob);
            throw;
        }
    }

    public static async Task GetAsync(S3Call call, bool isHead)
    {
        var found = Find(call);
        var response = call.Response;
        if (call.Header("If-Match") is { } match && match != "*" && match.Trim('"') != found.ETag)
            throw new WireException(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        if (call.Header("If-None-Match") is { } none && none.Trim('"') == found.ETag)
            throw new WireException(304, "NotModified", "Not Modified");

        // Opened first, so that a concurrent replacement does not disturb this reader.
        await using var file = isHead
            ? null
            : new FileStream(
                call.Bucket.Blobs.PathOf(found.Blob), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        var (from, to, isPart) = Range(
            call.Bucket.Quirks.HasFlag(StoreQuirks.IgnoresRanges) ? null : call.Header("Range"), found.Size);
        response.StatusCode = isPart ? 206 : 200;
        if (isPart)
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to - 1}/{found.Size}");
        response.Headers.AcceptRanges = "bytes";
        response.Headers.LastModified = found.LastModified.ToString("R", CultureInfo.InvariantCulture);
        foreach (var (name, value) in found.Headers)
        {
            if (!name.StartsWith(Checksums.Header, StringComparison.Ordinal)
                || (!isPart && call.Header("x-amz-checksum-mode") == "ENABLED"))
                response.Headers[name] = value;
        }

        Tell(response, found);
        response.ContentLength = to - from;
        if (file is null)
            return;
        file.Position = from;
        var buffer = new byte[128 << 10];
        for (var left = to - from; left > 0;)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), call.Aborted);
            await response.Body.WriteAsync(buffer.AsMemory(0, read), call.Aborted);
            left -= read;
        }
    }

    public static Task DeleteAsync(S3Call call)
    {
        if (call.Bucket.Delete(call.Key, call.Query["versionId"]) is { } gone)
            TellVersion(call.Response, gone);
        call.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    public static async Task DeleteManyAsync(S3Call call)
    {
        var asked = XDocument.Parse(await ReceivedBody.TextAsync(call));
        var keys = asked.Descendants().Where(element => element.Name.LocalName == "Object")
            .Select(element => element.Elements().ToDictionary(child => child.Name.LocalName, child => child.Value)).ToList();
        foreach (var key in keys)
            call.Bucket.Delete(key["Key"], key.GetValueOrDefault("VersionId"));
        await XmlAnswer.WriteAsync(call.Response, 200, new(ListCalls.S3 + "DeleteResult",
            keys.Select(key => new XElement(ListCalls.S3 + "Deleted", new XElement(ListCalls.S3 + "Key", key["Key"])))));
    }

    /// <summary>The headers of a write that are stored with the object.</summary>
    public static Dictionary<string, string> HeadersOf(S3Call call) => call.Request.Headers
        .Where(
            header => s_kept.Contains(header.Key, StringComparer.OrdinalIgnoreCase)
                || header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    public static void Tell(HttpResponse response, ObjectVersion version)
    {
        response.Headers.ETag = $"\"{version.ETag}\"";
        var encryption = version.Headers.Where(
            header => header.Key.StartsWith("x-amz-server-side-encryption", StringComparison.OrdinalIgnoreCase));
        foreach (var (name, value) in encryption)
            response.Headers[name] = value;
        TellVersion(response, version);
    }

    static void TellVersion(HttpResponse response, ObjectVersion version)
    {
        if (version.VersionId is { } id)
            response.Headers["x-amz-version-id"] = id;
        if (version.IsDeleteMarker)
            response.Headers["x-amz-delete-marker"] = "true";
    }

    static ObjectVersion Find(S3Call call)
    {
        if (call.Query["versionId"] is { } id)
        {
            var version = call.Bucket.FindVersion(call.Key, id)
                ?? throw new WireException(404, "NoSuchVersion", "The specified version does not exist.");
            return version.IsDeleteMarker
                ? throw new WireException(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
                : version;
        }

        return call.Bucket.Find(call.Key) ?? throw new WireException(404, "NoSuchKey", "The specified key does not exist.")
        {
            Details = new Dictionary<string, string> { ["Key"] = Uri.EscapeDataString(call.Key) },
        };
    }

    static (long From, long To, bool IsPart) Range(string? header, long size)
    {
        if (header?.StartsWith("bytes=", StringComparison.Ordinal) != true || header[6..].Split('-') is not [var first, var last])
            return (0, size, false);
        var from = first.Length == 0
            ? Math.Max(0, size - long.Parse(last, CultureInfo.InvariantCulture))
            : long.Parse(first, CultureInfo.InvariantCulture);
        var to = first.Length == 0 || last.Length == 0 ? size : Math.Min(size, long.Parse(last, CultureInfo.InvariantCulture) + 1);
        return from < to ? (from, to, true)
            : throw new WireException(416, "InvalidRange", "The requested range is not satisfiable")
            {
                Details = new Dictionary<string, string> { ["RangeRequested"] = header },
            };
    }
}
