using DuffBeer.FakeAws.S3;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DuffBeer.FakeAws.Wire;

public enum PeerProtocol
{
    S3,
    Json,
    Query,
}

/// <summary>A request before its authorization is checked.</summary>
/// <param name="Service">Its name in the request: <c>s3</c>, <c>AWSGlue</c>, <c>AmazonAthena</c>, <c>AWSEvents</c>,
/// <c>AmazonSQS</c>, <c>sts</c>.</param>
/// <param name="Path">As sent, still percent-encoded.</param>
/// <param name="Query">As sent, without the question mark.</param>
/// <param name="Body">The whole body; empty for S3, whose bodies are streams.</param>
/// <param name="Resource">The resource that an error names.</param>
public sealed record WireCall(
    PeerProtocol Protocol, string Service, string Operation, string Method, string Path, string Query, ReadOnlyMemory<byte> Body,
    string Resource)
{
    /// <summary>The IAM action, such as <c>s3:PutObject</c> or <c>AWSGlue:CreateTable</c>.</summary>
    public string Action => $"{Service}:{Operation}";

    /// <summary>The action that a policy must allow, such as <c>s3:GetObjectVersion</c> or <c>glue:CreateTable</c>.</summary>
    public string Permission => Protocol switch
    {
        PeerProtocol.S3 => "s3:" + Operation switch
        {
            "GetObject" or "HeadObject" => NamesVersion ? "GetObjectVersion" : "GetObject",
            "DeleteObject" => NamesVersion ? "DeleteObjectVersion" : "DeleteObject",
            "DeleteObjects" => "DeleteObject",
            "CreateMultipartUpload" or "UploadPart" or "CompleteMultipartUpload" => "PutObject",
            "ListObjectsV2" or "HeadBucket" => "ListBucket",
            "ListObjectVersions" => "ListBucketVersions",
            "ListMultipartUploads" => "ListBucketMultipartUploads",
            "ListParts" => "ListMultipartUploadParts",
            "ListBuckets" => "ListAllMyBuckets",
            _ => Operation,
        },
        PeerProtocol.Query => Action,
        _ => $"{(Service.StartsWith("AWSGlue", StringComparison.Ordinal) ? "glue"
            : Service.StartsWith("AmazonAthena", StringComparison.Ordinal) ? "athena"
            : Service == "AmazonSQS" ? "sqs" : "events")}:{Operation}",
    };

    /// <summary>The bucket of an S3 request.</summary>
    public string Bucket => Uri.UnescapeDataString(Path.Split('/') is [_, var bucket, ..] ? bucket : "");

    bool NamesVersion => new QueryValues(Query, isForm: false).Has("versionId");

    public override string ToString() => $"{Action} {Resource}";

    internal static async Task<WireCall> OfAsync(HttpContext http)
    {
        var raw = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var mark = raw.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (raw, "") : (raw[..mark], raw[(mark + 1)..]);
        var request = http.Request;
        if (request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target)
        {
            var dot = target.LastIndexOf('.');
            return new(PeerProtocol.Json, target[..dot], target[(dot + 1)..], request.Method, path, query, await BodyAsync(http), target);
        }

        if (request.HasFormContentType)
        {
            var body = await BodyAsync(http);
            var action = new QueryValues(System.Text.Encoding.UTF8.GetString(body.Span))["Action"] ?? "";
            return new(PeerProtocol.Query, "sts", action, request.Method, path, query, body, action);
        }

        return new(PeerProtocol.S3, "s3", S3Service.OperationOf(request.Method, path, query), request.Method, path, query, default, path);
    }

    static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }
}
