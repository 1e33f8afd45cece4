using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace DuffBeer.Core.Contracts;

/// <summary>Case and white space of UTF-8 text, by Unicode's simple mappings and without a culture.</summary>
public static class Utf8Text
{
    /// <summary>The most bytes that a case change may need: a letter's other case is at most one and a half times as long.</summary>
    public static int Capacity(int bytes) => bytes + bytes / 2 + 4;

    /// <summary>Writes valid text in the given case; returns the bytes written.</summary>
    public static int Convert(ReadOnlySpan<byte> text, CaseRule rule, Span<byte> to)
    {
        if (rule == CaseRule.Keep)
        {
            text.CopyTo(to);
            return text.Length;
        }

        if (Ascii.IsValid(text))
        {
            _ = rule == CaseRule.Lower ? Ascii.ToLower(text, to, out var ascii) : Ascii.ToUpper(text, to, out ascii);
            return ascii;
        }

        var written = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var consumed);
            written += (rule == CaseRule.Lower ? Rune.ToLowerInvariant(rune) : Rune.ToUpperInvariant(rune)).EncodeToUtf8(to[written..]);
            text = text[consumed..];
        }

        return written;
    }

    /// <summary>Trims white space, including Unicode's, from both ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) =>
        // Nearly every cell begins and ends with a visible ASCII byte.
        text.IsEmpty || (IsVisible(text[0]) && IsVisible(text[^1])) ? text : TrimSlowly(text);

    static bool IsVisible(byte character) => character is > 0x20 and < 0x80;

    static ReadOnlySpan<byte> TrimSlowly(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out var first, out var consumed) == OperationStatus.Done && Rune.IsWhiteSpace(first))
            text = text[consumed..];
        while (Rune.DecodeLastFromUtf8(text, out var last, out var consumed) == OperationStatus.Done && Rune.IsWhiteSpace(last))
            text = text[..^consumed];
        return text;
    }

    /// <summary>The first characters of a text, without splitting a surrogate pair.</summary>
    public static string Cut(string text, int characters) => text.Length <= characters
        ? text
        : text[..(char.IsHighSurrogate(text[characters - 1]) ? characters - 1 : characters)];

    /// <summary>The text; a byte that is not UTF-8 is written as <c>\xE9</c>.</summary>
    public static string ToText(ReadOnlySpan<byte> text)
    {
        if (IsValid(text))
            return Encoding.UTF8.GetString(text);
        var written = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out var rune, out var length);
            if (status == OperationStatus.Done)
                written.Append(rune.ToString());
            else
                foreach (var invalid in text[..length])
                    written.Append(CultureInfo.InvariantCulture, $"\\x{invalid:X2}");
            text = text[length..];
        }

        return written.ToString();
    }

    /// <remarks>For text with few non-ASCII characters: ASCII between them is skipped 32 bytes at a time.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] < 0x80)
                at += AsciiBytes(text[at..]);
            else if (text[at] is >= 0xC2 and < 0xE0 && at + 1 < text.Length && (text[at + 1] & 0xC0) == 0x80)
                at += 2;
            else if (Rune.DecodeFromUtf8(text[at..], out _, out var length) == OperationStatus.Done)
                at += length;
            else
                return false;
        }

        return true;
    }

    /// <summary>The number of leading ASCII bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int AsciiBytes(ReadOnlySpan<byte> text)
    {
        var at = 0;
        for (; at <= text.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var high = Vector256.Create(text[at..]).ExtractMostSignificantBits();
            if (high != 0)
                return at + BitOperations.TrailingZeroCount(high);
        }

        while (at < text.Length && text[at] < 0x80)
            at++;
        return at;
    }
}
