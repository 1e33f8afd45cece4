using System.Xml.Linq;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.S3;

/// <summary>The checksum that a multipart upload was begun with.</summary>
/// <param name="Name">Such as <c>crc32</c>.</param>
/// <param name="IsFullObject">The checksum is that of the whole object, not of the parts' checksums.</param>
sealed record UploadChecksum(string Name, bool IsFullObject)
{
    public string Type => IsFullObject ? "FULL_OBJECT" : "COMPOSITE";

    /// <summary>The element of an XML document that holds a value, such as <c>ChecksumCRC32</c>.</summary>
    public static string ElementOf(string name) => "Checksum" + name.ToUpperInvariant();

    /// <summary>Null if the request asks for none.</summary>
    public static UploadChecksum? Of(S3Call call)
    {
        var type = call.Header("x-amz-checksum-type");
        if (call.Header("x-amz-checksum-algorithm") is not { } algorithm)
        {
            return type is null
                ? null
                : throw Invalid("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        }

        var name = algorithm.ToLowerInvariant();
        if (!Checksums.Names.Contains(name))
            throw Invalid("Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
                + "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        if ((type, name) is ("COMPOSITE", "crc64nvme") or ("FULL_OBJECT", "sha1" or "sha256"))
            throw Invalid($"The {type} checksum type cannot be used with the {name} checksum algorithm.");
        return new(name, (type ?? (name == "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE")) == "FULL_OBJECT");
    }

    /// <summary>Checks what a request to complete says about the checksums of the upload and of its parts.</summary>
    public static void Check(S3Call call, MultipartUpload upload, IReadOnlyList<(UploadedPart Part, XElement Asked)> parts)
    {
        if (call.Header("x-amz-checksum-type") is { } type && type != upload.Checksum?.Type)
            throw Invalid($"The upload was created using the {upload.Checksum?.Type ?? "null"} checksum mode. "
                + "The complete request must use the same checksum mode.");
        foreach (var (part, asked) in parts)
        {
            foreach (var name in Checksums.Names)
            {
                if (MultipartCalls.Field(asked, ElementOf(name)) is not { } told)
                    continue;
                if (upload.Checksum is { } begun && begun.Name != name)
                    throw new WireException(
                        400, "BadDigest", $"The {name} you specified for part {part.Number} did not match what we received.");
                // Without an algorithm at its start, an upload keeps no checksums of parts.
                if (upload.Checksum is null || part.Checksum?.Value != told)
                    throw MultipartCalls.InvalidPart(upload, part.Number, part.ETag);
            }

            if (upload.Checksum is { IsFullObject: false } composite && MultipartCalls.Field(asked, ElementOf(composite.Name)) is null)
                throw Invalid($"The upload was created using a {composite.Name} checksum. The complete request must include the checksum "
                    + $"for each part. It was missing for part {part.Number} in the request.");
        }
    }

    /// <summary>The checksum of checksums, and the number of parts.</summary>
    public string Composite(IReadOnlyList<UploadedPart> parts)
    {
        using var whole = Checksums.Begin(Name);
        foreach (var part in parts)
            whole.Append(Convert.FromBase64String(part.Checksum!.Value.Value));
        return $"{whole.End()}-{parts.Count}";
    }

    static WireException Invalid(string message) => new(400, "InvalidRequest", message);
}
