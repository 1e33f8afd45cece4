using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

/// <summary>Decides a file's encoding from its byte order mark, the contract and a sample of its bytes.</summary>
static class EncodingChoice
{
    const int SampleBytes = 1 << 20;
    const int Samples = 4;

    /// <summary>The encoding, and what a person should know of the choice; null if there is nothing to say.</summary>
    /// <param name="content">The bytes of the file, decompressed.</param>
    /// <param name="first">Its first bytes, as the caller read them.</param>
    /// <param name="declared">What the contract says.</param>
    public static async Task<(TextEncoding Encoding, string? Note)> OfAsync(
        IByteSource content, byte[] first, string? declared, CancellationToken cancellationToken)
    {
        if (OfMark(first) is { } marked)
            return (marked, null);
        var encoding = declared?.ToUpperInvariant() switch
        {
            null or "UTF-8" => TextEncoding.Utf8,
            "WINDOWS-1252" => TextEncoding.Windows1252,
            "ISO-8859-1" => TextEncoding.Latin1,
            "AUTO" => (TextEncoding?)null,
            _ => throw new TerminalException(
                ProblemCode.DefinitionInvalid,
                $"The encoding '{declared}' is not known; a contract may say utf-8, auto, windows-1252 or iso-8859-1."),
        };
        if (encoding == TextEncoding.Utf8)
            return (TextEncoding.Utf8, null);

        var sample = new byte[SampleBytes];
        first.CopyTo(sample, 0);
        var read = first.Length + await content.ReadAsync(first.Length, sample.AsMemory(first.Length), cancellationToken);
        var evidence = EncodingEvidence.Of(sample.AsSpan(0, read));
        if (encoding is { } single)
            return (single, evidence is { IsUtf8: true, Letters: > 0 }
                ? $"The contract says that the file is {declared}, but its first {read} bytes are valid UTF-8 with letters beyond ASCII. " +
                    "They are read as the contract says, so those letters may be wrong."
                : null);
        if (evidence.IsAscii && content.Length > SampleBytes)
            evidence = await FurtherAsync(content, sample, cancellationToken);
        return evidence.LooksLikeWindows1252
            ? (TextEncoding.Windows1252, "The file is not UTF-8; it is read as windows-1252.")
            : (TextEncoding.Utf8, evidence.IsUtf8 ? null : "The file is read as UTF-8; some of its bytes are not.");
    }

    static TextEncoding? OfMark(ReadOnlySpan<byte> first) => first switch
    {
        [0xEF, 0xBB, 0xBF, ..] => TextEncoding.Utf8,
        [0xFF, 0xFE, ..] => TextEncoding.Utf16LittleEndian,
        [0xFE, 0xFF, ..] => TextEncoding.Utf16BigEndian,
        _ => null,
    };

    /// <summary>Samples of a long file whose beginning is ASCII.</summary>
    static async Task<EncodingEvidence> FurtherAsync(IByteSource content, byte[] sample, CancellationToken cancellationToken)
    {
        var sum = new EncodingEvidence();
        for (var index = 1; index <= Samples; index++)
        {
            var offset = (content.Length!.Value - (sample.Length / Samples)) / Samples * index;
            var read = await content.ReadAsync(offset, sample.AsMemory(0, sample.Length / Samples), cancellationToken);
            var bytes = sample.AsMemory(0, read);
            // The sample may begin inside a character.
            var begin = 0;
            while (begin < Math.Min(3, read) && (bytes.Span[begin] & 0xC0) == 0x80)
                begin++;
            var evidence = EncodingEvidence.Of(bytes.Span[begin..]);
            sum = new(sum.Letters + evidence.Letters, sum.Invalid + evidence.Invalid, sum.Unassigned + evidence.Unassigned);
        }

        return sum;
    }
}
