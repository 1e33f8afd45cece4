using System.Text;
using DuffBeer.Api.Events;
using DuffBeer.Api.Http;
using DuffBeer.Fuzz.Engine;

namespace DuffBeer.Fuzz.Targets.Requests;

/// <summary>S3's events from EventBridge, from S3 itself, as a message of a topic: notices with bucket and key, or a bad request.</summary>
sealed class EventsTarget() : FuzzTarget("events")
{
    public override void Read(byte[] input)
    {
        try
        {
            foreach (var found in S3Events.Read(Encoding.UTF8.GetString(input)))
            {
                Hold(found.Notice is null == found.Ignored is not null, "an event is taken or ignored with a reason");
                Hold(found.Notice is not { } notice || (notice.Bucket.Length > 0 && notice.Key.Length > 0), "a notice names its object");
            }
        }
        catch (ApiException declared)
        {
            Hold(declared.Problem.Status == 400, "a malformed event is a bad request");
        }
    }
}
