namespace DuffBeer.Aws.Events;

/// <summary>The queue that receives a bucket's events.</summary>
/// <param name="Address">URL of the queue.</param>
public sealed record SqsQueueOptions(string Address)
{
    public const string Setting = "Events__Queue";

    /// <summary>Missing or invalid settings; empty where all are valid.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Uri.TryCreate(Address, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Segments.Length < 3)
            yield return $"{Setting} must be the URL of an SQS queue, such as https://sqs.eu-central-1.amazonaws.com/123456789012/uploads";
        else if (url.AbsolutePath.EndsWith(".fifo", StringComparison.Ordinal))
            yield return $"{Setting} names a FIFO queue; S3 and EventBridge rules for uploads need a standard queue";
    }
}
