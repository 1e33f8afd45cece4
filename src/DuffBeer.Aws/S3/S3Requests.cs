using Amazon.Runtime;
using Amazon.S3.Model;
using DuffBeer.Core.Costs;

namespace DuffBeer.Aws.S3;

/// <summary>A request's kind on the S3 bill, and the bytes that it transfers.</summary>
static class S3Requests
{
    public static CostDrivers CostOf(IRequestContext context) => context.OriginalRequest switch
    {
        GetObjectRequest or GetObjectMetadataRequest => new() { ReadRequests = 1 },
        ListObjectsV2Request or ListVersionsRequest or ListMultipartUploadsRequest or ListPartsRequest => new() { ListRequests = 1 },
        DeleteObjectRequest or AbortMultipartUploadRequest => new() { DeleteRequests = 1 },
        PutObjectRequest put => new() { WriteRequests = 1, BytesUploaded = put.InputStream?.Length ?? 0 },
        UploadPartRequest part => new() { WriteRequests = 1, BytesUploaded = part.PartSize ?? 0 },
        // The other requests begin or complete an upload.
        _ => new() { WriteRequests = 1 },
    };
}
