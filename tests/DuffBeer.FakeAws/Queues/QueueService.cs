using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.Queues;

/// <summary>SQS with standard queues: the operations that a receiver needs, and SendMessage.</summary>
/// <remarks>Limits and codes as in https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/.</remarks>
public sealed class QueueService(string account) : IJsonService
{
    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    readonly ConcurrentDictionary<string, QueueState> _queues = new(StringComparer.Ordinal);

    public string Target => "AmazonSQS";

    public string Version => "1.0";

    /// <summary>Corrupts the next body on its way, but not its MD5.</summary>
    public bool CorruptNext { get; set; }

    public QueueState Create(string name)
    {
        var queue = new QueueState(name, account);
        _queues[queue.Path] = queue;
        return queue;
    }

    public async Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        var queue = Find(input);
        return operation switch
        {
            "ReceiveMessage" => await ReceiveAsync(queue, input, cancellationToken),
            "DeleteMessageBatch" => Batch(input, entry => queue.Delete(Text(entry, "ReceiptHandle")) ? null : "ReceiptHandleIsInvalid"),
            "ChangeMessageVisibilityBatch" => Batch(
                input,
                entry => queue.Hide(
                    Text(entry, "ReceiptHandle"), TimeSpan.FromSeconds(Number(entry, "VisibilityTimeout", 30, 0, 43_200)))
                    ? null
                    : "MessageNotInflight"),
            "SendMessage" => Send(queue, Text(input, "MessageBody")),
            _ => throw new WireException(400, "UnknownOperationException", $"This fake has no operation {operation}."),
        };
    }

    async Task<JsonObject> ReceiveAsync(QueueState queue, JsonObject input, CancellationToken cancellationToken)
    {
        var most = Number(input, "MaxNumberOfMessages", 1, 1, 10);
        var hidden = TimeSpan.FromSeconds(Number(input, "VisibilityTimeout", 30, 0, 43_200));
        var end = DateTime.UtcNow + TimeSpan.FromSeconds(Number(input, "WaitTimeSeconds", 0, 0, 20));
        var found = queue.Receive(most, hidden);
        while (found.Count == 0 && DateTime.UtcNow < end)
        {
            await Task.Delay(s_look, cancellationToken);
            found = queue.Receive(most, hidden);
        }

        // As SQS does: without messages, there is no list.
        return found.Count == 0
            ? []
            : new() { ["Messages"] = new JsonArray([.. found.Select(delivery => Delivered(delivery, input))]) };
    }

    JsonObject Delivered(QueueState.Delivery delivery, JsonObject input)
    {
        var body = CorruptNext ? $"{delivery.Body} " : delivery.Body;
        CorruptNext = false;
        var message = new JsonObject
        {
            ["MessageId"] = delivery.Id,
            ["ReceiptHandle"] = delivery.Receipt,
            ["Body"] = body,
            ["MD5OfBody"] = QueueState.Md5(delivery.Body),
        };
        if (input["MessageSystemAttributeNames"] is JsonArray names
            && names.Any(name => name!.GetValue<string>() is "All" or "ApproximateReceiveCount"))
        {
            message["Attributes"] = new JsonObject
            {
                ["ApproximateReceiveCount"] = delivery.Deliveries.ToString(CultureInfo.InvariantCulture),
            };
        }

        return message;
    }

    static JsonObject Send(QueueState queue, string body)
    {
        if (body.Length is 0 or > 1 << 20)
            throw new WireException(400, "InvalidMessageContents", "The message has no body, or a too long one.");
        return new() { ["MessageId"] = queue.Send(body), ["MD5OfMessageBody"] = QueueState.Md5(body) };
    }

    static JsonObject Batch(JsonObject input, Func<JsonObject, string?> take)
    {
        var entries = input["Entries"] as JsonArray ?? [];
        if (entries.Count == 0)
            throw new WireException(400, "com.amazonaws.sqs#EmptyBatchRequest", "There is no entry.");
        if (entries.Count > 10)
            throw new WireException(400, "com.amazonaws.sqs#TooManyEntriesInBatchRequest", "At most 10 entries are allowed.");
        if (entries.DistinctBy(entry => Text(entry!.AsObject(), "Id")).Count() < entries.Count)
            throw new WireException(400, "com.amazonaws.sqs#BatchEntryIdsNotDistinct", "Two entries have the same id.");
        var (done, failed) = (new JsonArray(), new JsonArray());
        foreach (var entry in entries.Select(entry => entry!.AsObject()))
        {
            var id = Text(entry, "Id");
            if (take(entry) is { } code)
                failed.Add((JsonNode)new JsonObject { ["Id"] = id, ["SenderFault"] = true, ["Code"] = code, ["Message"] = code });
            else
                done.Add((JsonNode)new JsonObject { ["Id"] = id });
        }

        return new() { ["Successful"] = done, ["Failed"] = failed };
    }

    QueueState Find(JsonObject input) =>
        Uri.TryCreate(Text(input, "QueueUrl"), UriKind.Absolute, out var url) && _queues.TryGetValue(url.AbsolutePath, out var queue)
            ? queue
            : throw new WireException(400, "com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.");

    static string Text(JsonObject from, string name) => from[name]?.GetValue<string>()
        ?? throw new WireException(400, "com.amazonaws.sqs#MissingParameter", $"The request must contain the parameter {name}.");

    static int Number(JsonObject from, string name, int absent, int least, int most)
    {
        var number = from[name]?.GetValue<int>() ?? absent;
        return number >= least && number <= most
            ? number
            : throw new WireException(400, "com.amazonaws.sqs#InvalidParameterValue", $"{name} must be from {least} to {most}.");
    }
}
