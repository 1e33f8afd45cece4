using System.Text.Json;
using DuffBeer.Api.Events;
using DuffBeer.Api.Http;
using DuffBeer.Core.Runs.Intake;

namespace DuffBeer.Api.Tests.Events;

/// <summary>Every form of event that S3 documents, and what becomes of forms that it may send one day.</summary>
public sealed class S3VersionsTests
{
    const string VersionId = "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e";

    /// <summary>The fields that a version has beyond those of 2.1.</summary>
    public static TheoryData<string, string, string> Notifications => new()
    {
        { "2.0", "ObjectCreated:Put", "" },
        { "2.1", "ObjectCreated:Put", "" },
        { "2.1", "ObjectCreated:CompleteMultipartUpload", "" },
        { "2.1", "ObjectCreated:Copy", "" },
        { "2.1", "s3:ObjectCreated:Post", "" },
        { "2.2", "ObjectCreated:Put", ""","replicationEventData":{"replicationRuleId":"r","destinationBucket":"arn:aws:s3:::b"}""" },
        { "2.3", "ObjectCreated:Put", ""","glacierEventData":{"restoreEventData":{"lifecycleRestoreStorageClass":"GLACIER"}}""" },
        { "2.4", "ObjectCreated:Put", ""","lifecycleEventData":{"transitionEventData":{"destinationStorageClass":"GLACIER"}}""" },
        { "2.5", "ObjectCreated:Put", ""","intelligentTieringEventData":{"destinationAccessTier":"ARCHIVE_ACCESS"}""" },
        { "2.6", "ObjectCreated:Put", ""","somethingNew":{"nested":[1,2,{"deep":null}]}""" },
        { "2.17", "ObjectCreated:SomethingNew", "" },
    };

    [Theory]
    [MemberData(nameof(Notifications))]
    public void Every_minor_version_of_a_notification_is_read(string version, string name, string more)
    {
        var body = $$$"""
            {"Records":[{"eventVersion":"{{{version}}}","eventSource":"aws:s3","awsRegion":"eu-central-1",
            "eventTime":"2026-11-21T07:00:00.123Z","eventName":"{{{name}}}","userIdentity":{"principalId":"AWS:AIDA"},"requestParameters":{"sourceIPAddress":"10.0.0.1"},
            "responseElements":{"x-amz-request-id":"C3D1","x-amz-id-2":"FMyUVURIY8"},
            "s3":{"s3SchemaVersion":"1.0","configurationId":"uploads","bucket":{"name":"landing","ownerIdentity":{"principalId":"A1"},
            "arn":"arn:aws:s3:::landing"},"object":{"key":"duff/orders/Gr%C3%B6%C3%9Fe+1%2B1+100%25.csv","size":1024,"eTag":"d41d",
            "versionId":"{{{VersionId}}}","sequencer":"0A1B2C3D4E5F678901"}}{{{more}}}}]}
            """;

        Assert.Equal(
            [new ObjectNotice("landing", "duff/orders/Größe 1+1 100%.csv", VersionId, "0A1B2C3D4E5F678901")],
            S3Events.Read(body).Select(item => item.Notice));
    }

    [Theory]
    [InlineData("ObjectRemoved:Delete")]
    [InlineData("ObjectRemoved:DeleteMarkerCreated")]
    [InlineData("ObjectRestore:Completed")]
    [InlineData("ReducedRedundancyLostObject")]
    [InlineData("Replication:OperationFailedReplication")]
    [InlineData("LifecycleExpiration:Delete")]
    [InlineData("ObjectTagging:Put")]
    [InlineData("ObjectAcl:Put")]
    public void A_notification_of_anything_else_is_ignored(string name)
    {
        var only = Assert.Single(S3Events.Read($$$"""{"Records":[{"eventVersion":"2.3","eventName":"{{{name}}}","s3":{}}]}"""));

        Assert.Null(only.Notice);
        Assert.Contains(name, only.Ignored, StringComparison.Ordinal);
    }

    /// <summary>Detail beyond bucket and object, and the object's own fields beyond key and size.</summary>
    public static TheoryData<string, string, string?, string?> EventBridge => new()
    {
        { """{"version":"0",""", ""","version-id":"v1","sequencer":"617f"},"reason":"PutObject"}""", "v1", "617f" },
        { """{"version":"0","event-version":"1.0",""", ""","sequencer":"617f"},"reason":"CompleteMultipartUpload"}""", null, "617f" },
        { """{"version":"0","event-version":"1.1",""", """},"reason":"CopyObject"}""", null, null },
        { """{"version":"0","event-version":"1.9",""", ""","version-id":""},"reason":"POST Object","new":[{}]}""", null, null },
        {
            """{"version":"0",""",
            ""","version-id":null,"sequencer":null},"reason":"PutObject","deletion-type":"Delete Marker Created"}""",
            null,
            null
        },
    };

    [Theory]
    [MemberData(nameof(EventBridge))]
    public void Every_form_of_Object_Created_is_read(string start, string end, string? version, string? sequencer)
    {
        const string Key = "duff/orders/Größe 1+1 100% %2B 🍺.csv";
        var body = $$$"""
            {"version":"0","id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":"Object Created","source":"aws.s3",
            "account":"111122223333","time":"2026-11-21T07:00:00Z","region":"eu-central-1","resources":["arn:aws:s3:::landing"],
            "detail":{{{start}}}"bucket":{"name":"landing","aws-generated-tags":{"aws:cloudformation:stack-name":"s"}},
            "object":{"key":{{{JsonSerializer.Serialize(Key)}}},"size":5{{{end}}}}
            """;

        Assert.Equal([new ObjectNotice("landing", Key, version, sequencer)], S3Events.Read(body).Select(item => item.Notice));
    }

    [Fact]
    public void A_key_of_the_greatest_length_is_read_in_both_forms()
    {
        var key = $"duff/orders/{new string('€', 337)}.";
        Assert.Equal(1_024, System.Text.Encoding.UTF8.GetByteCount(key));
        var bodies = new[] { Serving.S3Event.Of(key), Serving.S3Event.Notification(Uri.EscapeDataString(key)) };

        Assert.All(bodies, body => Assert.Equal(key, Assert.Single(S3Events.Read(body)).Notice!.Key));
    }

    [Theory]
    [InlineData("""{"Records":[{"eventVersion":"3.0","eventName":"ObjectCreated:Put","s3":{}}]}""", "'eventVersion' is 3.0")]
    [InlineData("""{"Records":[{"eventVersion":"1.0","eventName":"ObjectCreated:Put","s3":{}}]}""", "'eventVersion' is 1.0")]
    [InlineData(
        """{"source":"aws.s3","detail-type":"Object Created","detail":{"event-version":"2.0","bucket":{"name":"b"},"object":{}}}""",
        "'event-version' is 2.0")]
    public void Another_major_version_is_refused_because_its_fields_may_mean_something_else(string body, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<ApiException>(() => S3Events.Read(body)).Problem.Detail, StringComparison.Ordinal);

    [Fact]
    public void A_message_of_a_topic_contains_the_event()
    {
        foreach (var body in new[] { Serving.S3Event.Of("duff/orders/a b.csv"), Serving.S3Event.Notification("duff/orders/a+b.csv") })
        {
            var wrapped = JsonSerializer.Serialize(new
            {
                Type = "Notification",
                MessageId = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
                TopicArn = "arn:aws:sns:eu-central-1:111122223333:uploads",
                Subject = "Amazon S3 Notification",
                Message = body,
                Timestamp = "2026-11-21T07:00:00.000Z",
                SignatureVersion = "1",
            });

            Assert.Equal("duff/orders/a b.csv", Assert.Single(S3Events.Read(wrapped)).Notice!.Key);
        }
    }

    [Theory]
    [InlineData("""{"Type":"Notification","Message":"hello"}""")]
    [InlineData("""{"Type":"Notification","Message":7}""")]
    [InlineData("""{"Type":"Notification"}""")]
    [InlineData("""{"Type":"SubscriptionConfirmation","Message":"You have chosen to subscribe"}""")]
    [InlineData("""{"Type":"Notification","Message":"{\"Type\":\"Notification\",\"Message\":\"{}\"}"}""")]
    public void A_message_of_a_topic_that_is_no_event_is_refused(string body) =>
        Assert.Equal(400, Assert.Throws<ApiException>(() => S3Events.Read(body)).Problem.Status);
}
