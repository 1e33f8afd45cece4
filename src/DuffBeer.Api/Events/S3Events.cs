using System.Text.Json;
using DuffBeer.Api.Http;
using DuffBeer.Core.Runs.Intake;

namespace DuffBeer.Api.Events;

/// <summary>One event of a request: a new object, or the reason why it is ignored.</summary>
readonly record struct S3Event(ObjectNotice? Notice, string? Ignored);

/// <summary>Parses S3 events in both formats: EventBridge events, single or in an array, and S3's own notifications.</summary>
/// <remarks>
/// EventBridge sends keys unencoded; notifications URL-encode them, with + for a space. Either may be the message of an SNS topic. Versions
/// follow S3's promise: within a major version, fields are only added.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html and ev-events.html
/// </remarks>
static class S3Events
{
    /// <summary>Longer than any text that S3 sends: a key has up to 1,024 bytes, and each may be encoded by three characters.</summary>
    const int LongestText = 4_096;
    const string NotificationVersion = "2";
    const string EventVersion = "1";
    const int MostEvents = 1_000;

    /// <exception cref="ApiException">400 if it is neither; then no event is processed.</exception>
    public static IReadOnlyList<S3Event> Read(JsonElement body)
    {
        try
        {
            return ReadMessage(body);
        }
        catch (InvalidOperationException)
        {
            // JSON is parsed whole, but its texts are decoded only here.
            throw Malformed("a text has half of a surrogate pair");
        }
    }

    static List<S3Event> ReadMessage(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("Message", out var message) || !IsOfTopic(body))
            return ReadEvents(body);
        if (message.ValueKind != JsonValueKind.String)
            throw Malformed("'Message' must be a string");
        using var inner = Parse(message.GetString()!);
        return ReadEvents(inner.RootElement);
    }

    /// <summary>The events of a text, such as a message of a queue.</summary>
    /// <exception cref="ApiException">400 if it is no event.</exception>
    public static IReadOnlyList<S3Event> Read(string body)
    {
        using var document = Parse(body);
        return Read(document.RootElement);
    }

    static List<S3Event> ReadEvents(JsonElement body)
    {
        List<S3Event> events = body switch
        {
            { ValueKind: JsonValueKind.Array } => [.. body.EnumerateArray().Select(FromEventBridge)],
            { ValueKind: JsonValueKind.Object } when body.TryGetProperty("Records", out var records) => FromNotification(records),
            { ValueKind: JsonValueKind.Object } when IsTest(body) => [new(null, "The event is S3's test event.")],
            { ValueKind: JsonValueKind.Object } => [FromEventBridge(body)],
            _ => throw Malformed("expected an event, an array of events, or {\"Records\": […]}"),
        };
        return events.Count <= MostEvents
            ? events
            : throw Malformed(FormattableString.Invariant($"at most {MostEvents} events are allowed per request"));
    }

    static S3Event FromEventBridge(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw Malformed("an event must be an object");
        var (source, type) = (Text(item, "source"), Text(item, "detail-type"));
        if (source is null || type is null)
            throw Malformed("an EventBridge event must have source, detail-type and detail");
        if (source != "aws.s3" || type != "Object Created")
            return new(null, $"The event is '{type}' of '{source}', not 'Object Created' of 'aws.s3'.");

        var detail = Child(item, "detail");
        Check("event-version", Text(detail, "event-version"), EventVersion);
        var found = Child(detail, "object");
        return new(
            NoticeOf(Text(Child(detail, "bucket"), "name"), Text(found, "key"), Text(found, "version-id"), Text(found, "sequencer")), null);
    }

    static List<S3Event> FromNotification(JsonElement records)
    {
        if (records.ValueKind != JsonValueKind.Array)
            throw Malformed("Records must be an array");
        return [.. records.EnumerateArray().Select(FromRecord)];
    }

    static S3Event FromRecord(JsonElement record)
    {
        var name = record.ValueKind == JsonValueKind.Object ? Text(record, "eventName") : null;
        if (name is null)
            throw Malformed("a record must have eventName and s3");
        Check("eventVersion", Text(record, "eventVersion"), NotificationVersion);
        if (!name.StartsWith("ObjectCreated:", StringComparison.Ordinal) && !name.StartsWith("s3:ObjectCreated:", StringComparison.Ordinal))
            return new(null, $"The event is '{name}', not an object creation.");

        var s3 = Child(record, "s3");
        var found = Child(s3, "object");
        var key = Text(found, "key") is { } encoded ? Uri.UnescapeDataString(encoded.Replace('+', ' ')) : null;
        return new(NoticeOf(Text(Child(s3, "bucket"), "name"), key, Text(found, "versionId"), Text(found, "sequencer")), null);
    }

    static ObjectNotice NoticeOf(string? bucket, string? key, string? version, string? sequencer) =>
        string.IsNullOrEmpty(bucket) || string.IsNullOrEmpty(key)
            ? throw Malformed("an event must name its bucket and the object's key")
            : new(bucket, key, string.IsNullOrEmpty(version) ? null : version, string.IsNullOrEmpty(sequencer) ? null : sequencer);

    /// <summary>A later minor version only adds fields; another major version may have moved what is read here.</summary>
    static void Check(string name, string? version, string major)
    {
        if (version is not null && version.Split('.')[0] != major)
            throw Malformed($"'{name}' is {version}, but only versions {major}.x are known");
    }

    static bool IsOfTopic(JsonElement body) => Text(body, "Type") == "Notification";

    static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text, new() { MaxDepth = ApiCall.DeepestBody });
        }
        catch (JsonException)
        {
            throw Malformed("it is not valid JSON");
        }
    }

    static bool IsTest(JsonElement body) => Text(body, "Event") == "s3:TestEvent";

    static JsonElement Child(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var child) && child.ValueKind == JsonValueKind.Object
            ? child
            : throw Malformed($"'{name}' is missing or not an object");

    static string? Text(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw Malformed($"'{name}' must be a string");
        var text = value.GetString()!;
        return text.Length <= LongestText ? text : throw Malformed($"'{name}' is too long");
    }

    static ApiException Malformed(string what) => new(ApiProblem.BadRequest($"The body is not an S3 event: {what}."));
}
