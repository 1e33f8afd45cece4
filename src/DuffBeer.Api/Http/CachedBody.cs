using System.Collections.Concurrent;

namespace DuffBeer.Api.Http;

/// <summary>A body that many callers receive, with its compressed forms, each created on first use.</summary>
/// <param name="compressed">Forms that exist already, by the name of their coding.</param>
sealed class CachedBody(byte[] plain, IReadOnlyDictionary<string, byte[]>? compressed = null)
{
    readonly ConcurrentDictionary<string, byte[]> _compressed = new(compressed ?? new Dictionary<string, byte[]>());

    public byte[] Plain { get; } = plain;

    /// <summary>Upper estimate of the bytes of all forms, because compressed forms may be added later.</summary>
    public long Bytes => (Plain.LongLength * 2) + 256;

    public byte[] In(ContentCoding coding) => _compressed.GetOrAdd(coding.Name, _ => coding.Compress(Plain));
}
