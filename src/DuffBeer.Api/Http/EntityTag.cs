using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace DuffBeer.Api.Http;

/// <summary>Entity tags: one value for the content, with a suffix for its compressed forms.</summary>
static class EntityTag
{
    /// <summary>The tag of a whole body.</summary>
    public static string Of(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8));

    public static string Write(string tag, ContentCoding? coding) => $"\"{tag}{coding?.Suffix}\"";

    /// <summary>Whether an If-None-Match header contains the tag, in any form.</summary>
    public static bool IsNamed(StringValues ifNoneMatch, string tag)
    {
        foreach (var header in ifNoneMatch)
        {
            foreach (var range in (header ?? "").AsSpan().Split(','))
            {
                var item = header.AsSpan()[range].Trim();
                if (item is "*")
                    return true;
                if (item.StartsWith("W/"))
                    item = item[2..];
                item = item.Trim('"');
                if (item.StartsWith(tag, StringComparison.Ordinal) && item[tag.Length..] is "" or "-br" or "-gz")
                    return true;
            }
        }

        return false;
    }
}
