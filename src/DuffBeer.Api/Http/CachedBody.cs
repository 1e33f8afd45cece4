using System.Collections.Concurrent;

namespace DuffBeer.Api.Http;

/// <summary>A body that many callers get, and each compressed form of it once somebody asked for it.</summary>
sealed class CachedBody(byte[] plain)
{
    readonly ConcurrentDictionary<string, byte[]> _compressed = new();

    public byte[] Plain { get; } = plain;

    /// <summary>All forms, estimated high, so that a cache stays within its bound when forms come later.</summary>
    public long Bytes => (Plain.LongLength * 2) + 256;

    public byte[] In(ContentCoding coding) => _compressed.GetOrAdd(coding.Name, _ => coding.Compress(Plain));
}
