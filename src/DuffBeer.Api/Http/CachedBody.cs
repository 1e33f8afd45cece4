using System.Collections.Concurrent;

namespace DuffBeer.Api.Http;

/// <summary>A body that many callers get, and its compressed forms, each made on first use.</summary>
sealed class CachedBody(byte[] plain)
{
    readonly ConcurrentDictionary<string, byte[]> _compressed = new();

    public byte[] Plain { get; } = plain;

    /// <summary>All forms, estimated high: compressed forms may be added later.</summary>
    public long Bytes => (Plain.LongLength * 2) + 256;

    public byte[] In(ContentCoding coding) => _compressed.GetOrAdd(coding.Name, _ => coding.Compress(Plain));
}
