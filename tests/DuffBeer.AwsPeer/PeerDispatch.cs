using System.Text.Json.Nodes;
using DuffBeer.AwsPeer.Faults;
using DuffBeer.AwsPeer.S3;
using DuffBeer.AwsPeer.Signing;
using DuffBeer.AwsPeer.Sts;
using DuffBeer.AwsPeer.Wire;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.AwsPeer;

/// <summary>Hands each request to its service: S3 by path, JSON services by their target, STS by its form.</summary>
sealed class PeerDispatch(PeerFaults faults, SignatureCheck signatures, S3Service s3, StsService sts)
{
    readonly Lock _lock = new();
    readonly List<PeerCall> _calls = [];
    readonly Dictionary<string, IJsonService> _json = new(StringComparer.Ordinal);

    public IReadOnlyList<PeerCall> Calls
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
        if (http.Request.Path.StartsWithSegments("/_peer/faults", StringComparison.Ordinal))
        {
            await faults.AnswerAsync(http);
            return;
        }

        var call = await PeerCall.OfAsync(http);
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
        catch (PeerException error) when (!http.Response.HasStarted)
        {
            await error.WriteAsync(call, http.Response);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
        }
    }

    async Task ServeAsync(PeerCall call, HttpContext http)
    {
        if (call.Protocol == PeerProtocol.Query)
        {
            await sts.AnswerAsync(call, http);
            return;
        }

        var signature = signatures.Check(call, http.Request);
        faults.RefuseIfDenied(call);
        if (call.Protocol == PeerProtocol.S3)
        {
            await s3.AnswerAsync(call, http, signature);
            return;
        }

        var service = _json.GetValueOrDefault(call.Service) ?? throw new PeerException(400, "UnknownOperationException", $"This peer has no service {call.Service}.");
        signature.CheckBody(call.Body.Span);
        var input = call.Body.IsEmpty ? new JsonObject() : JsonNode.Parse(call.Body.Span) as JsonObject ?? throw new PeerException(400, "SerializationException", "Expected a JSON object.");
        var output = await service.CallAsync(call.Operation, input, http.RequestAborted);
        await JsonAnswer.WriteAsync(http.Response, 200, output, http.RequestAborted);
    }
}
