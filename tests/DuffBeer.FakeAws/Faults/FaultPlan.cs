using System.Text.Json.Nodes;
using DuffBeer.FakeAws.Signing;
using DuffBeer.FakeAws.Wire;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.Faults;

/// <summary>The kind of a fault.</summary>
public enum FaultKind
{
    /// <summary>500 before anything is done.</summary>
    InternalError,

    /// <summary>503 SlowDown, or ThrottlingException of a JSON service.</summary>
    Throttled,

    /// <summary>The connection is cut before anything is done.</summary>
    CutConnection,

    /// <summary>The connection is cut in the middle of the answer's body.</summary>
    TornBody,

    /// <summary>The call succeeds, but the connection is cut instead of an answer.</summary>
    LostAnswer,

    /// <summary>The answer comes late.</summary>
    Slow,

    /// <summary>200 with an error in its body, as CompleteMultipartUpload may answer; 500 of other calls.</summary>
    ErrorInside200,
}

/// <summary>Makes calls fail, at a rate or by name. Everything can be changed at run time, also by HTTP.</summary>
public sealed class FaultPlan(double rate, int seed)
{
    static readonly FaultKind[] s_kinds = Enum.GetValues<FaultKind>();

    readonly Lock _lock = new();
    readonly List<(string Action, FaultKind Kind)> _next = [];
    readonly List<(string Action, string Code, int Status)> _refusals = [];
    readonly HashSet<string> _denied = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, int> _injected = new(StringComparer.Ordinal);
    Random _random = new(seed);

    /// <summary>The share of calls that fail, 0 to 1.</summary>
    public double Rate { get; set; } = rate;

    /// <summary>The kinds of faults at that rate. Default: all.</summary>
    public IReadOnlyList<FaultKind> Kinds { get; set; } = s_kinds;

    /// <summary>The delay of a slow answer.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Refuses every signature as one of an expired token.</summary>
    public bool TokensExpired { get; set; }

    /// <summary>Injected faults by kind.</summary>
    public IReadOnlyDictionary<string, int> Injected
    {
        get
        {
            lock (_lock)
                return new SortedDictionary<string, int>(_injected, StringComparer.Ordinal);
        }
    }

    /// <summary>Makes the next calls of an action, such as <c>s3:PutObject</c>, fail.</summary>
    public void FailNext(string action, FaultKind kind, int times = 1)
    {
        lock (_lock)
            _next.AddRange(Enumerable.Repeat((action, kind), times));
    }

    /// <summary>Answers the next calls of a JSON action with an error of its service, such as <c>ResourceNotReadyException</c>.</summary>
    public void RefuseNext(string action, string code, int status = 400, int times = 1)
    {
        lock (_lock)
            _refusals.AddRange(Enumerable.Repeat((action, code, status), times));
    }

    /// <summary>Refuses an action, such as <c>s3:PutObject</c>, as a policy would.</summary>
    public void Deny(string action)
    {
        lock (_lock)
            _denied.Add(action);
    }

    public void Allow(string action)
    {
        lock (_lock)
            _denied.Remove(action);
    }

    internal void RefuseIfDenied(WireCall call)
    {
        lock (_lock)
        {
            var next = _refusals.FindIndex(refusal => refusal.Action == call.Action);
            if (next >= 0)
            {
                var (_, refused, answer) = _refusals[next];
                _refusals.RemoveAt(next);
                throw new WireException(answer, refused, $"The fake refuses {call.Action}.");
            }

            if (!_denied.Contains(call.Action))
                return;
        }

        throw AccessPolicies.Denied(call, call.Permission);
    }

    internal async Task AroundAsync(WireCall call, HttpContext http, Func<Task> serve)
    {
        switch (Draw(call))
        {
            case null:
                await serve();
                break;
            case FaultKind.InternalError:
                throw call.Protocol == PeerProtocol.S3
                    ? new WireException(500, "InternalError", "We encountered an internal error. Please try again.")
                    : new WireException(500, "InternalServerException", "Internal error.");
            case FaultKind.Throttled:
                throw call.Protocol switch
                {
                    PeerProtocol.S3 => new WireException(503, "SlowDown", "Please reduce your request rate."),
                    PeerProtocol.Query => new WireException(400, "Throttling", "Rate exceeded"),
                    _ => new WireException(400, "ThrottlingException", "Rate exceeded"),
                };
            case FaultKind.CutConnection:
                http.Abort();
                break;
            case FaultKind.TornBody:
                http.Response.Body = new TornStream(http.Response.Body, http);
                await serve();
                break;
            case FaultKind.LostAnswer:
                http.Response.Body = Stream.Null;
                try
                {
                    await serve();
                }
                finally
                {
                    http.Abort();
                }

                break;
            case FaultKind.Slow:
                await Task.Delay(Delay, http.RequestAborted);
                await serve();
                break;
            case FaultKind.ErrorInside200:
                throw new WireException(
                    call.Operation == "CompleteMultipartUpload" ? 200 : 500,
                    "InternalError",
                    "We encountered an internal error. Please try again.");
        }
    }

    FaultKind? Draw(WireCall call)
    {
        lock (_lock)
        {
            FaultKind? drawn = null;
            var asked = _next.FindIndex(next => next.Action == call.Action);
            if (asked >= 0)
            {
                drawn = _next[asked].Kind;
                _next.RemoveAt(asked);
            }
            else if (Rate > 0 && _random.NextDouble() < Rate && Kinds.Count > 0)
            {
                drawn = Kinds[_random.Next(Kinds.Count)];
            }

            if (drawn is { } kind)
                _injected[kind.ToString()] = _injected.GetValueOrDefault(kind.ToString()) + 1;
            return drawn;
        }
    }

    /// <summary>GET returns the settings and the faults so far; PUT changes the settings in its body.</summary>
    internal async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Method == "PUT" && await JsonNode.ParseAsync(http.Request.Body) is JsonObject asked)
            Change(asked);
        var injected = new JsonObject(Injected.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value)));
        JsonArray denied;
        lock (_lock)
            denied = [.. _denied.Order(StringComparer.Ordinal).Select(action => (JsonNode)action)];
        await JsonAnswer.WriteAsync(http.Response, 200, new()
        {
            ["rate"] = Rate,
            ["kinds"] = new JsonArray([.. Kinds.Select(kind => (JsonNode)kind.ToString())]),
            ["tokensExpired"] = TokensExpired,
            ["denied"] = denied,
            ["injected"] = injected,
        }, http.RequestAborted);
    }

    void Change(JsonObject asked)
    {
        if (asked["seed"] is { } seed)
        {
            lock (_lock)
                _random = new(seed.GetValue<int>());
        }

        Rate = asked["rate"]?.GetValue<double>() ?? Rate;
        Kinds = asked["kinds"]?.AsArray().Select(kind => Enum.Parse<FaultKind>(kind!.GetValue<string>())).ToList() ?? Kinds;
        TokensExpired = asked["tokensExpired"]?.GetValue<bool>() ?? TokensExpired;
        foreach (var action in asked["deny"]?.AsArray() ?? [])
            Deny(action!.GetValue<string>());
        foreach (var action in asked["allow"]?.AsArray() ?? [])
            Allow(action!.GetValue<string>());
    }
}
