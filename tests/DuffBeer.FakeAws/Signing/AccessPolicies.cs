using System.Collections.Concurrent;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.Signing;

/// <summary>What each access key may do. A key without a policy may do everything.</summary>
public sealed class AccessPolicies
{
    readonly ConcurrentDictionary<string, HashSet<(string Bucket, string Action)>> _allowed = new(StringComparer.Ordinal);

    /// <summary>Allows these S3 actions on a bucket, and for this key from now on nothing else but what is allowed like this.</summary>
    public void Allow(string accessKey, string bucket, params ReadOnlySpan<string> actions)
    {
        var allowed = _allowed.GetOrAdd(accessKey, _ => []);
        lock (allowed)
        {
            foreach (var action in actions)
                allowed.Add((bucket, action));
        }
    }

    /// <summary>Allows a key everything again.</summary>
    public void Clear(string accessKey) => _allowed.TryRemove(accessKey, out _);

    internal bool IsAllowed(string accessKey, string bucket, string action)
    {
        if (!_allowed.TryGetValue(accessKey, out var allowed))
            return true;
        lock (allowed)
            return allowed.Contains((bucket, action));
    }

    internal void Check(WireCall call, string accessKey)
    {
        if (call.Protocol == PeerProtocol.S3 && !IsAllowed(accessKey, call.Bucket, call.Permission))
            throw Denied(call, call.Permission);
    }

    internal static WireException Denied(WireCall call, string permission)
    {
        var (status, code) = call.Protocol == PeerProtocol.Json ? (400, "AccessDeniedException") : (403, "AccessDenied");
        return new(
            status,
            code,
            $"User: arn:aws:iam::123456789012:user/fake is not authorized to perform: {permission} on resource: {call.Resource}");
    }
}
