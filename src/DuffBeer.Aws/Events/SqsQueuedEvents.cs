using System.Globalization;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using DuffBeer.Aws.Json;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Events;

/// <summary>A standard queue of SQS.</summary>
/// <remarks>
/// Throws only our failures, besides cancellation; each names the action and the queue. The SDK repeats what passes, and compares the MD5
/// of every body.
/// </remarks>
public sealed class SqsQueuedEvents(AwsClients clients, SqsQueueOptions options, TimeSpan? visibility = null) : IQueuedEvents, IDisposable
{
    const int MostMessages = 10;
    const string Deliveries = "ApproximateReceiveCount";

    readonly AmazonSQSClient _client = new(clients.Configured(new AmazonSQSConfig()));

    public string Name => $"queue {options.Address}";

    /// <summary>Default: one minute, many times what recording ten messages takes.</summary>
    public TimeSpan Visibility { get; } = visibility ?? TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<QueuedMessage>> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "ReceiveMessage",
            () => _client.ReceiveMessageAsync(
                new ReceiveMessageRequest
                {
                    QueueUrl = options.Address,
                    MaxNumberOfMessages = MostMessages,
                    WaitTimeSeconds = (int)wait.TotalSeconds,
                    VisibilityTimeout = (int)Visibility.TotalSeconds,
                    MessageSystemAttributeNames = [Deliveries],
                },
                cancellationToken),
            cancellationToken);
        return [.. (answer.Messages ?? []).Select(message => new QueuedMessage(
            message.MessageId, message.ReceiptHandle, message.Body ?? "", CountOf(message)))];
    }

    public async Task ExtendAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var batch in messages.Chunk(MostMessages))
        {
            await CallAsync(
                "ChangeMessageVisibility",
                () => _client.ChangeMessageVisibilityBatchAsync(
                    options.Address,
                    [.. batch.Select((message, index) => new ChangeMessageVisibilityBatchRequestEntry(IdOf(index), message.Receipt)
                    {
                        VisibilityTimeout = (int)Visibility.TotalSeconds,
                    })],
                    cancellationToken),
                cancellationToken);
        }
    }

    /// <remarks>What SQS does not delete, such as a message whose delivery is over, comes again and finds its runs.</remarks>
    public async Task DeleteAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var batch in messages.Chunk(MostMessages))
        {
            await CallAsync(
                "DeleteMessage",
                () => _client.DeleteMessageBatchAsync(
                    options.Address,
                    [.. batch.Select((message, index) => new DeleteMessageBatchRequestEntry(IdOf(index), message.Receipt))],
                    cancellationToken),
                cancellationToken);
        }
    }

    public void Dispose() => _client.Dispose();

    async Task<T> CallAsync<T>(string action, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (
            failure is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw ServiceFailure.Of(failure, $"sqs:{action}", $"the {Name}");
        }
    }

    static int CountOf(Message message) =>
        int.TryParse(message.Attributes?.GetValueOrDefault(Deliveries), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 1;

    static string IdOf(int index) => index.ToString(CultureInfo.InvariantCulture);
}
