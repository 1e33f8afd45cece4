using DuffBeer.FakeAws.Signing;
using DuffBeer.FakeAws.Wire;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.S3;

/// <summary>S3's REST interface, path style.</summary>
sealed class S3Service(Buckets buckets)
{
    /// <summary>The operation of a request, named by its IAM action if there is one.</summary>
    public static string OperationOf(string method, string path, string query)
    {
        var values = new QueryValues(query, isForm: false);
        var isObject = path.IndexOf('/', 1) is > 0 and var slash && slash < path.Length - 1;
        return (method, isObject) switch
        {
            ("PUT", true) when values.Has("partNumber") => "UploadPart",
            ("PUT", true) => "PutObject",
            ("POST", true) when values.Has("uploads") => "CreateMultipartUpload",
            ("POST", true) when values.Has("uploadId") => "CompleteMultipartUpload",
            ("GET", true) when values.Has("uploadId") => "ListParts",
            ("GET", true) => "GetObject",
            ("HEAD", true) => "HeadObject",
            ("DELETE", true) when values.Has("uploadId") => "AbortMultipartUpload",
            ("DELETE", true) => "DeleteObject",
            ("PUT", false) when values.Has("versioning") => "PutBucketVersioning",
            ("PUT", false) => "CreateBucket",
            ("DELETE", false) => "DeleteBucket",
            ("HEAD", false) => "HeadBucket",
            ("POST", false) when values.Has("delete") => "DeleteObjects",
            ("GET", false) when path == "/" => "ListBuckets",
            ("GET", false) when values.Has("location") => "GetBucketLocation",
            ("GET", false) when values.Has("versioning") => "GetBucketVersioning",
            ("GET", false) when values.Has("uploads") => "ListMultipartUploads",
            ("GET", false) when values.Has("versions") => "ListObjectVersions",
            ("GET", false) => "ListObjectsV2",
            _ => "NotImplemented",
        };
    }

    public Task AnswerAsync(WireCall call, HttpContext http, Signature signature)
    {
        var query = new QueryValues(call.Query, isForm: false);
        var slash = call.Path.IndexOf('/', 1);
        var name = Uri.UnescapeDataString(slash < 0 ? call.Path[1..] : call.Path[1..slash]);
        var key = slash < 0 ? "" : Uri.UnescapeDataString(call.Path[(slash + 1)..]);
        if (call.Operation is "ListBuckets")
            return ListCalls.BucketsAsync(buckets, http.Response);
        if (call.Operation is "CreateBucket")
            return Create(name, http.Response);

        var bucket = buckets[name];
        if (bucket.RequesterPays && http.Request.Headers["x-amz-request-payer"] != "requester")
            throw new WireException(403, "AccessDenied", "Access Denied");
        if (System.Text.Encoding.UTF8.GetByteCount(key) > 1024)
            throw new WireException(400, "KeyTooLongError", "Your key is too long");
        var asked = new S3Call(bucket, key, query, http, signature);
        return call.Operation switch
        {
            "PutObject" => ObjectCalls.PutAsync(asked),
            "GetObject" or "HeadObject" => ObjectCalls.GetAsync(asked, isHead: call.Operation == "HeadObject"),
            "DeleteObject" => ObjectCalls.DeleteAsync(asked),
            "DeleteObjects" => ObjectCalls.DeleteManyAsync(asked),
            "CreateMultipartUpload" => MultipartCalls.BeginAsync(asked),
            "UploadPart" => MultipartCalls.PutPartAsync(asked),
            "CompleteMultipartUpload" => MultipartCalls.CompleteAsync(asked),
            "AbortMultipartUpload" => MultipartCalls.AbortAsync(asked),
            "ListParts" => MultipartCalls.ListPartsAsync(asked),
            "ListMultipartUploads" => MultipartCalls.ListUploadsAsync(asked),
            "ListObjectsV2" => ListCalls.ObjectsAsync(asked),
            "ListObjectVersions" => ListCalls.VersionsAsync(asked),
            "HeadBucket" => BucketCalls.HeadAsync(asked),
            "GetBucketLocation" => BucketCalls.LocationAsync(asked),
            "GetBucketVersioning" => BucketCalls.VersioningAsync(asked),
            "PutBucketVersioning" => BucketCalls.SetVersioningAsync(asked),
            "DeleteBucket" => Delete(name, http.Response),
            _ => throw new WireException(501, "NotImplemented", $"{call.Method} {call.Path}?{call.Query} is not implemented."),
        };
    }

    Task Create(string name, HttpResponse response)
    {
        buckets.Create(name);
        response.Headers.Location = $"/{name}";
        return Task.CompletedTask;
    }

    Task Delete(string name, HttpResponse response)
    {
        buckets.Delete(name);
        response.StatusCode = 204;
        return Task.CompletedTask;
    }
}

/// <summary>An S3 request with its path and query parsed.</summary>
sealed record S3Call(Bucket Bucket, string Key, QueryValues Query, HttpContext Http, Signature Signature)
{
    public HttpRequest Request => Http.Request;

    public HttpResponse Response => Http.Response;

    public CancellationToken Aborted => Http.RequestAborted;

    public string? Header(string name) => Request.Headers[name].ToString() is { Length: > 0 } value ? value : null;

    public PutCondition Condition => new(Header("If-Match"), Header("If-None-Match"));
}
