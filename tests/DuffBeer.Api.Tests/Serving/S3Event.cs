using System.Text.Json;

namespace DuffBeer.Api.Tests.Serving;

/// <summary>Events as S3 sends them.</summary>
static class S3Event
{
    /// <summary>As EventBridge sends it: the key as it is.</summary>
    public static string Of(
        string key, string bucket = "landing", string type = "Object Created", string? sequencer = "00617F08299329D189") => $$$"""
        {"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718","detail-type":"{{{type}}}","source":"aws.s3","account":"123456789012",
        "time":"2026-11-21T07:00:00Z","region":"us-east-1","resources":["arn:aws:s3:::{{{bucket}}}"],
        "detail":{"version":"0","bucket":{"name":"{{{bucket}}}"},
        "object":{"key":{{{JsonSerializer.Serialize(key)}}},"size":1,"etag":"d41d8cd98f00b204e9800998ecf8427e"
        {{{(sequencer is null ? "" : $",\"sequencer\":\"{sequencer}\"")}}}},
        "request-id":"C3D13FE58DE4C810","requester":"123456789012","source-ip-address":"127.0.0.1","reason":"PutObject"}}
        """;

    /// <summary>As S3's own notifications are: the key URL-encoded.</summary>
    public static string Notification(string encodedKey, string name = "ObjectCreated:Put", string bucket = "landing") => $$$"""
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":"2026-11-21T07:00:00.000Z",
        "eventName":"{{{name}}}",
        "s3":{"s3SchemaVersion":"1.0","bucket":{"name":"{{{bucket}}}","arn":"arn:aws:s3:::{{{bucket}}}"},
        "object":{"key":"{{{encodedKey}}}","size":1,"eTag":"d41d8cd98f00b204e9800998ecf8427e","sequencer":"0055AED6DCD90281E5"}
        }}]}
        """;
}
