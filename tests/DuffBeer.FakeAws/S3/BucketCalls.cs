using System.Xml.Linq;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.S3;

/// <summary>Requests for the bucket itself.</summary>
static class BucketCalls
{
    public static Task HeadAsync(S3Call call)
    {
        call.Response.Headers["x-amz-bucket-region"] = call.Bucket.Region;
        return Task.CompletedTask;
    }

    // us-east-1 has no location constraint.
    public static Task LocationAsync(S3Call call) =>
        XmlAnswer.WriteAsync(
            call.Response, 200, new(ListCalls.S3 + "LocationConstraint", call.Bucket.Region == "us-east-1" ? null : call.Bucket.Region));

    public static Task VersioningAsync(S3Call call) =>
        XmlAnswer.WriteAsync(
            call.Response,
            200,
            new(ListCalls.S3 + "VersioningConfiguration", call.Bucket.Versioned ? new XElement(ListCalls.S3 + "Status", "Enabled") : null));

    public static async Task SetVersioningAsync(S3Call call)
    {
        var asked = await XDocument.LoadAsync(call.Request.Body, LoadOptions.None, call.Aborted);
        call.Bucket.Versioned = asked.Descendants().FirstOrDefault(element => element.Name.LocalName == "Status")?.Value == "Enabled";
    }
}
