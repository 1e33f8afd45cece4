using Amazon.Runtime;
using Amazon.S3.Model;
using DuffBeer.Core.Costs;

namespace DuffBeer.Aws.S3;

/// <summary>Which kind a request is to S3's bill, and how many bytes it brings.</summary>
static class S3Requests
{
    public static CostDrivers CostOf(IRequestContext context) => context.OriginalRequest switch
    {
        GetObjectRequest or GetObjectMetadataRequest => new() { ReadRequests = 1 },
        ListObjectsV2Request or ListVersionsRequest or ListMultipartUploadsRequest or ListPartsRequest => new() { ListRequests = 1 },
        DeleteObjectRequest or AbortMultipartUploadRequest => new() { DeleteRequests = 1 },
        PutObjectRequest put => new() { WriteRequests = 1, BytesUploaded = put.InputStream?.Length ?? 0 },
        UploadPartRequest part => new() { WriteRequests = 1, BytesUploaded = part.PartSize ?? 0 },
        // What is left begins or completes an upload.
        _ => new() { WriteRequests = 1 },
    };
}
