using System.Text.Json.Nodes;
using DuffBeer.FakeAws.Faults;
using DuffBeer.FakeAws.S3;
using DuffBeer.FakeAws.Signing;
using DuffBeer.FakeAws.Sts;
using DuffBeer.FakeAws.Wire;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws;

/// <summary>Routes each request to its service: S3 by path, JSON services by target, STS by form.</summary>
sealed class FakeAwsDispatch(
    FaultPlan faults, SignatureCheck signatures, AccessPolicies policies, S3Service s3, StsService sts)
{
    readonly Lock _lock = new();
    readonly List<WireCall> _calls = [];
    readonly Dictionary<string, IJsonService> _json = new(StringComparer.Ordinal);

    public IReadOnlyList<WireCall> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    public void Add(IJsonService service) => _json.Add(service.Target, service);

    public async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/_fake/faults", StringComparison.Ordinal))
        {
            await faults.AnswerAsync(http);
            return;
        }

        var call = await WireCall.OfAsync(http);
        int number;
        lock (_lock)
        {
            _calls.Add(call);
            number = _calls.Count;
        }

        http.Response.Headers["x-amz-request-id"] = $"PEER{number:D12}";
        try
        {
            await faults.AroundAsync(call, http, () => ServeAsync(call, http));
        }
        catch (WireException error) when (!http.Response.HasStarted)
        {
            await error.WriteAsync(call, http.Response);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
        }
    }

    // Only those who may list a bucket learn that it lacks an object.
    async Task AnswerS3Async(WireCall call, HttpContext http, Signature signature)
    {
        try
        {
            await s3.AnswerAsync(call, http, signature);
        }
        catch (WireException missing)
            when (missing.Code is "NoSuchKey" && !policies.IsAllowed(signature.AccessKey, call.Bucket, "s3:ListBucket"))
        {
            throw AccessPolicies.Denied(call, "s3:ListBucket");
        }
    }

    async Task ServeAsync(WireCall call, HttpContext http)
    {
        if (call.Protocol == PeerProtocol.Query)
        {
            // A web identity is proved by its token, everything else by a signature.
            if (call.Operation != StsService.WebIdentity)
                signatures.Check(call, http.Request);
            faults.RefuseIfDenied(call);
            await sts.AnswerAsync(call, http);
            return;
        }

        var signature = signatures.Check(call, http.Request);
        faults.RefuseIfDenied(call);
        policies.Check(call, signature.AccessKey);
        if (call.Protocol == PeerProtocol.S3)
        {
            await AnswerS3Async(call, http, signature);
            return;
        }

        var service = _json.GetValueOrDefault(call.Service)
            ?? throw new WireException(400, "UnknownOperationException", $"This fake has no service {call.Service}.");
        signature.CheckBody(call.Body.Span);
        if (http.Request.ContentType != $"application/x-amz-json-{service.Version}")
            throw new WireException(400, "UnknownOperationException", $"{call.Service} expects JSON {service.Version}.");
        var input = call.Body.IsEmpty
            ? new JsonObject()
            : JsonNode.Parse(call.Body.Span) as JsonObject
                ?? throw new WireException(400, "SerializationException", "Expected a JSON object.");
        var output = await service.CallAsync(call.Operation, input, http.RequestAborted);
        await JsonAnswer.WriteAsync(http.Response, 200, output, http.RequestAborted, service.Version);
    }
}
