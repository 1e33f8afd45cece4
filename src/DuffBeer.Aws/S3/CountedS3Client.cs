using Amazon.Runtime.Internal;
using Amazon.S3;

namespace DuffBeer.Aws.S3;

/// <summary>An S3 client whose requests, including retries, count as cost of the current work, as S3 bills them.</summary>
sealed class CountedS3Client(AmazonS3Config config) : AmazonS3Client(config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerBefore<HttpHandler<HttpContent>>(new CountedRequests(S3Requests.CostOf));
    }
}
