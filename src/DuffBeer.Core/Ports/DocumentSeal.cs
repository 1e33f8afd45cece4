using System.Security.Cryptography;
using System.Text;

namespace DuffBeer.Core.Ports;

/// <summary>Whether a document's bytes are those that were written.</summary>
public enum SealState
{
    /// <summary>The document was written by a release without seals.</summary>
    None,
    Intact,
    Broken,
}

/// <summary>The first property of each document: the SHA-256 of all bytes that follow it. Readers of values need not know it.</summary>
/// <remarks>
/// A document whose first bytes differ from those of a seal by one is broken, so a flipped bit never makes a seal disappear.
/// </remarks>
public static class DocumentSeal
{
    const int Digits = 64;

    static ReadOnlySpan<byte> Head => "{\"seal\":\""u8;

    static ReadOnlySpan<byte> Tail => "\","u8;

    /// <summary>Bytes of a seal.</summary>
    static int Length => Head.Length + Digits + Tail.Length;

    /// <summary>The document with its seal; one that is no object, or an empty one, stays as it is.</summary>
    /// <param name="json">An object without white space around it.</param>
    public static byte[] Add(byte[] json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return json.AsSpan().StartsWith("{\""u8)
            ? [.. Head, .. Encoding.ASCII.GetBytes(DigestOf(json.AsSpan(1))), .. Tail, .. json.AsSpan(1)]
            : json;
    }

    public static SealState StateOf(ReadOnlySpan<byte> document)
    {
        if (document.Length < Length || !document.StartsWith(Head))
            return StartsAlmost(document) ? SealState.Broken : SealState.None;
        return document[(Length - Tail.Length)..].StartsWith(Tail)
            && document.Slice(Head.Length, Digits).SequenceEqual(Encoding.ASCII.GetBytes(DigestOf(document[Length..])))
            ? SealState.Intact
            : SealState.Broken;
    }

    /// <summary>What the seal says; null if there is none.</summary>
    public static string? Of(ReadOnlySpan<byte> document) =>
        StateOf(document) == SealState.Intact ? Encoding.ASCII.GetString(document.Slice(Head.Length, Digits)) : null;

    static string DigestOf(ReadOnlySpan<byte> rest) => Convert.ToHexStringLower(SHA256.HashData(rest));

    static bool StartsAlmost(ReadOnlySpan<byte> document)
    {
        var (equal, length) = (0, Math.Min(document.Length, Head.Length));
        for (var at = 0; at < length; at++)
            equal += document[at] == Head[at] ? 1 : 0;
        return length == Head.Length && equal >= length - 1;
    }
}
