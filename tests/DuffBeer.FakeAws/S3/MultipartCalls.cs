using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.S3;

/// <summary>Multipart uploads.</summary>
static class MultipartCalls
{
    const long SmallestPart = 5 << 20;

    static XNamespace S3 => ListCalls.S3;

    public static Task BeginAsync(S3Call call)
    {
        var upload = call.Bucket.Uploads.Begin(call.Key, ObjectCalls.HeadersOf(call));
        return XmlAnswer.WriteAsync(call.Response, 200, new(S3 + "InitiateMultipartUploadResult",
            new XElement(S3 + "Bucket", call.Bucket.Name),
            new XElement(S3 + "Key", Xml(call.Key)),
            new XElement(S3 + "UploadId", upload.Id)));
    }

    public static async Task PutPartAsync(S3Call call)
    {
        var upload = call.Bucket.Uploads.Find(call.Query["uploadId"]!, call.Key);
        var number = int.Parse(call.Query["partNumber"]!, CultureInfo.InvariantCulture);
        if (number is < 1 or > 10_000)
            throw new WireException(400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        var body = await ReceivedBody.TakeAsync(call);
        var part = new UploadedPart(number, body.Blob, body.Size, body.Md5, DateTimeOffset.UtcNow, body.Checksum);
        upload.Parts.AddOrUpdate(number, part, (_, old) =>
        {
            call.Bucket.DeleteBlob(old.Blob);
            return part;
        });
        call.Response.Headers.ETag = $"\"{part.ETag}\"";
        if (part.Checksum is { } checksum)
            call.Response.Headers[Checksums.Header + checksum.Name] = checksum.Value;
    }

    public static async Task CompleteAsync(S3Call call)
    {
        var asked = XDocument.Parse(await ReceivedBody.TextAsync(call)).Root!.Elements()
            .Where(element => element.Name.LocalName == "Part")
            .ToList();
        var upload = call.Bucket.Uploads.Take(call.Query["uploadId"]!, call.Key);
        try
        {
            var parts = asked.Select(part => PartOf(upload, part)).ToList();
            if (parts.Count == 0 || parts.Zip(parts.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
                throw new WireException(
                    400, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.");
            if (parts.SkipLast(1).Any(part => part.Size < SmallestPart))
                throw new WireException(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
            call.Condition.Check(call.Bucket.Find(call.Key));
            var etag = Convert.ToHexStringLower(MD5.HashData([.. parts.SelectMany(part => Convert.FromHexString(part.ETag))]))
                + $"-{parts.Count}";
            var blob = await JoinAsync(call, parts);
            var version = call.Bucket.Put(call.Key, blob, parts.Sum(part => part.Size), etag, upload.Headers, call.Condition);
            foreach (var part in upload.Parts.Values)
                call.Bucket.DeleteBlob(part.Blob);
            ObjectCalls.Tell(call.Response, version);
            call.Response.Headers.Remove("ETag");
            await XmlAnswer.WriteAsync(call.Response, 200, new(S3 + "CompleteMultipartUploadResult",
                new XElement(S3 + "Location", $"{call.Bucket.Name}/"),
                new XElement(S3 + "Bucket", call.Bucket.Name),
                new XElement(S3 + "Key", Xml(call.Key)),
                new XElement(S3 + "ETag", $"\"{etag}\"")));
        }
        catch (WireException)
        {
            // A refused upload may still be completed or aborted.
            call.Bucket.Uploads.Restore(upload);
            throw;
        }
    }

    public static Task AbortAsync(S3Call call)
    {
        foreach (var part in call.Bucket.Uploads.Take(call.Query["uploadId"]!, call.Key).Parts.Values)
            call.Bucket.DeleteBlob(part.Blob);
        call.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    public static Task ListPartsAsync(S3Call call)
    {
        var upload = call.Bucket.Uploads.Find(call.Query["uploadId"]!, call.Key);
        var marker = int.Parse(call.Query["part-number-marker"] ?? "0", CultureInfo.InvariantCulture);
        var most = int.Parse(call.Query["max-parts"] ?? "1000", CultureInfo.InvariantCulture);
        var parts = upload.Parts.Values.Where(part => part.Number > marker).OrderBy(part => part.Number).ToList();
        var page = parts.Take(most).ToList();
        return XmlAnswer.WriteAsync(call.Response, 200, new(S3 + "ListPartsResult",
            new XElement(S3 + "Bucket", call.Bucket.Name),
            new XElement(S3 + "Key", Xml(call.Key)),
            new XElement(S3 + "UploadId", upload.Id),
            new XElement(S3 + "PartNumberMarker", marker), new XElement(S3 + "NextPartNumberMarker", page.LastOrDefault()?.Number ?? 0),
            new XElement(S3 + "MaxParts", most), new XElement(S3 + "IsTruncated", page.Count < parts.Count),
            page.Select(part => new XElement(S3 + "Part", new XElement(S3 + "PartNumber", part.Number), new XElement(
                S3 + "LastModified", ListCalls.Time(part.LastModified)),
                new XElement(S3 + "ETag", $"\"{part.ETag}\""), new XElement(S3 + "Size", part.Size)))));
    }

    public static Task ListUploadsAsync(S3Call call)
    {
        var prefix = call.Query["prefix"] ?? "";
        var uploads = call.Bucket.Uploads.All.Where(upload => upload.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return XmlAnswer.WriteAsync(call.Response, 200, new(S3 + "ListMultipartUploadsResult",
            new XElement(S3 + "Bucket", call.Bucket.Name),
            new XElement(S3 + "Prefix", Xml(prefix)),
            new XElement(S3 + "MaxUploads", 1000),
            new XElement(S3 + "IsTruncated", false),
            uploads.Select(upload => new XElement(S3 + "Upload", new XElement(
                S3 + "Key", Xml(upload.Key)), new XElement(S3 + "UploadId", upload.Id),
                new XElement(S3 + "StorageClass", "STANDARD"), new XElement(S3 + "Initiated", ListCalls.Time(upload.Initiated))))));
    }

    static UploadedPart PartOf(MultipartUpload upload, XElement asked)
    {
        string? Field(string name) => asked.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
        var number = int.Parse(Field("PartNumber") ?? "0", CultureInfo.InvariantCulture);
        if (!upload.Parts.TryGetValue(number, out var part) || part.ETag != Field("ETag")?.Trim('"'))
            throw Invalid();
        if (part.Checksum is { } checksum && Field("Checksum" + checksum.Name.ToUpperInvariant()) is { } told && told != checksum.Value)
            throw Invalid();
        return part;

        static WireException Invalid() => new(400, "InvalidPart",
            "One or more of the specified parts could not be found. The part may not have been uploaded, "
                + "or the specified entity tag may not match the part's entity tag.");
    }

    static async Task<string> JoinAsync(S3Call call, List<UploadedPart> parts)
    {
        var blob = Bucket.NewBlob();
        await using var whole = await call.Bucket.Blobs.CreateAsync(blob, default, call.Aborted);
        foreach (var part in parts)
        {
            await using var file = File.OpenRead(call.Bucket.Blobs.PathOf(part.Blob));
            await file.CopyToAsync(whole.Body, call.Aborted);
        }

        await whole.CommitAsync(call.Aborted);
        return blob;
    }

    // XML cannot hold every character of a key.
    static string Xml(string text) =>
        string.Concat(text.Select(c => System.Xml.XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
