using System.Security.Cryptography;

namespace DuffBeer.Api.Http;

/// <summary>An entity tag over the bytes of a body.</summary>
static class ContentTag
{
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
}
