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
        var checksum = UploadChecksum.Of(call);
        var upload = call.Bucket.Uploads.Begin(call.Key, ObjectCalls.HeadersOf(call), checksum, call.Bucket.LastSequence);
        if (checksum is not null)
        {
            call.Response.Headers["x-amz-checksum-algorithm"] = checksum.Name.ToUpperInvariant();
            call.Response.Headers["x-amz-checksum-type"] = checksum.Type;
        }

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
        if (upload.Checksum is { } needed && ReceivedBody.ChecksumOf(call) is { } sent && sent != needed.Name)
            throw new WireException(
                400,
                "InvalidRequest",
                $"Checksum Type mismatch occurred, expected checksum Type: {needed.Name}, actual checksum Type: {sent}");
        var body = await ReceivedBody.TakeAsync(call, upload.Checksum?.Name);
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
        var asked = await PartsAsync(call);
        var upload = call.Bucket.Uploads.Take(call.Query["uploadId"]!, call.Key);
        try
        {
            var parts = asked.Select(part => PartOf(upload, part)).ToList();
            if (parts.Zip(parts.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
                throw new WireException(
                    400, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.")
                {
                    Details = new Dictionary<string, string> { ["UploadId"] = upload.Id },
                };
            UploadChecksum.Check(call, upload, [.. parts.Zip(asked)]);
            CheckSizes(call, parts);
            call.Bucket.CheckConflict(call.Key, call.Condition, upload.Sequence);
            var etag = Convert.ToHexStringLower(MD5.HashData([.. parts.SelectMany(part => Convert.FromHexString(part.ETag))]))
                + $"-{parts.Count}";
            var blob = await JoinAsync(call, parts);
            var headers = new Dictionary<string, string>(upload.Headers, StringComparer.OrdinalIgnoreCase);
            if (upload.Checksum is { IsFullObject: false } composite)
                headers[Checksums.Header + composite.Name] = composite.Composite(parts);
            var version = call.Bucket.Put(
                call.Key,
                blob,
                parts.Sum(part => part.Size) - (call.Bucket.Quirks.HasFlag(StoreQuirks.TearsObjects) ? 1 : 0),
                etag,
                headers,
                call.Condition);
            foreach (var part in upload.Parts.Values)
                call.Bucket.DeleteBlob(part.Blob);
            ObjectCalls.Tell(call.Response, version);
            call.Response.Headers.Remove("ETag");
            await XmlAnswer.WriteAsync(call.Response, 200, new(S3 + "CompleteMultipartUploadResult",
                new XElement(S3 + "Location", $"{call.Bucket.Name}/"),
                new XElement(S3 + "Bucket", call.Bucket.Name),
                new XElement(S3 + "Key", Xml(call.Key)),
                new XElement(S3 + "ETag", $"\"{etag}\""),
                upload.Checksum is { IsFullObject: false } sum
                    ? new XElement(S3 + UploadChecksum.ElementOf(sum.Name), headers[Checksums.Header + sum.Name])
                    : null,
                upload.Checksum is { } type ? new XElement(S3 + "ChecksumType", type.Type) : null));
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
        var most = Math.Min(1000, int.Parse(call.Query["max-uploads"] ?? "1000", CultureInfo.InvariantCulture));
        var after = (Key: call.Query["key-marker"] ?? "", Id: call.Query["upload-id-marker"] ?? "");
        var all = call.Bucket.Uploads.All.Where(upload => upload.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var start = after.Key.Length == 0 ? 0 : all.FindIndex(upload => upload.Key == after.Key && upload.Id == after.Id) + 1;
        var uploads = all.Skip(start).Take(most).ToList();
        var isTruncated = start + uploads.Count < all.Count;
        return XmlAnswer.WriteAsync(call.Response, 200, new(S3 + "ListMultipartUploadsResult",
            new XElement(S3 + "Bucket", call.Bucket.Name),
            new XElement(S3 + "Prefix", Xml(prefix)),
            new XElement(S3 + "MaxUploads", most),
            new XElement(S3 + "IsTruncated", isTruncated),
            isTruncated ? new XElement(S3 + "NextKeyMarker", Xml(uploads[^1].Key)) : null,
            isTruncated ? new XElement(S3 + "NextUploadIdMarker", uploads[^1].Id) : null,
            uploads.Select(upload => new XElement(S3 + "Upload", new XElement(
                S3 + "Key", Xml(upload.Key)), new XElement(S3 + "UploadId", upload.Id),
                new XElement(S3 + "StorageClass", "STANDARD"), new XElement(S3 + "Initiated", ListCalls.Time(upload.Initiated))))));
    }

    static async Task<List<XElement>> PartsAsync(S3Call call)
    {
        try
        {
            var parts = XDocument.Parse(await ReceivedBody.TextAsync(call)).Root!.Elements()
                .Where(element => element.Name.LocalName == "Part")
                .ToList();
            return parts.Count > 0 ? parts : throw new WireException(400, "InvalidRequest", "You must specify at least one part");
        }
        catch (System.Xml.XmlException)
        {
            throw new WireException(
                400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }
    }

    static void CheckSizes(S3Call call, List<UploadedPart> parts)
    {
        if (parts.SkipLast(1).FirstOrDefault(part => part.Size < SmallestPart) is { } small)
            throw new WireException(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            {
                Details = new Dictionary<string, string>
                {
                    ["ProposedSize"] = small.Size.ToString(CultureInfo.InvariantCulture),
                    ["MinSizeAllowed"] = SmallestPart.ToString(CultureInfo.InvariantCulture),
                    ["PartNumber"] = small.Number.ToString(CultureInfo.InvariantCulture),
                    ["ETag"] = small.ETag,
                },
            };
        var size = parts.Sum(part => part.Size);
        if (call.Header("x-amz-mp-object-size") is { } told && told != size.ToString(CultureInfo.InvariantCulture))
            throw new WireException(
                400,
                "InvalidRequest",
                $"The provided 'x-amz-mp-object-size' header value {told} does not match what was computed: {size}");
    }

    static UploadedPart PartOf(MultipartUpload upload, XElement asked)
    {
        var number = int.Parse(Field(asked, "PartNumber") ?? "0", CultureInfo.InvariantCulture);
        var etag = Field(asked, "ETag")?.Trim('"') ?? "";
        return upload.Parts.TryGetValue(number, out var part) && part.ETag == etag ? part : throw InvalidPart(upload, number, etag);
    }

    public static string? Field(XElement of, string name) =>
        of.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    public static WireException InvalidPart(MultipartUpload upload, int number, string etag) =>
        new(
            400,
            "InvalidPart",
            "One or more of the specified parts could not be found.  The part may not have been uploaded, "
                + "or the specified entity tag may not match the part's entity tag.")
        {
            Details = new Dictionary<string, string>
            {
                ["UploadId"] = upload.Id,
                ["PartNumber"] = number.ToString(CultureInfo.InvariantCulture),
                ["ETag"] = etag,
            },
        };

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
