using Amazon.Runtime.Internal;
using Amazon.S3;

namespace DuffBeer.Aws.S3;

/// <summary>S3's client; what it sends counts as cost of the work under way, each try as S3 bills it.</summary>
sealed class CountedS3Client(AmazonS3Config config) : AmazonS3Client(config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerBefore<HttpHandler<HttpContent>>(new CountedRequests(S3Requests.CostOf));
    }
}
