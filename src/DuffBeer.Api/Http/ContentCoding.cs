using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace DuffBeer.Api.Http;

/// <summary>A content coding that both sides support.</summary>
sealed record ContentCoding(string Name, string Suffix, Func<Stream, Stream> Wrap)
{
    /// <summary>Shorter bodies are not compressed: they fit one packet.</summary>
    public const int LeastBytes = 1_400;

    public static readonly ContentCoding Brotli = new(
        "br", "-br", to => new BrotliStream(to, new BrotliCompressionOptions { Quality = 4 }, leaveOpen: true));
    public static readonly ContentCoding Gzip = new("gzip", "-gz", to => new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true));

    public byte[] Compress(byte[] body)
    {
        using var compressed = new MemoryStream(body.Length / 4);
        using (var stream = Wrap(compressed))
            stream.Write(body);
        return compressed.ToArray();
    }

    /// <summary>The best coding that an Accept-Encoding header allows; null for none.</summary>
    public static ContentCoding? Choose(StringValues accepted)
    {
        double brotli = 0, gzip = 0;
        foreach (var item in accepted.SelectMany(header => (header ?? "").Split(',')))
        {
            var words = item.Split(';', StringSplitOptions.TrimEntries);
            var weight = words.Length > 1 && words[1].StartsWith("q=", StringComparison.Ordinal)
                && double.TryParse(words[1].AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) ? q : 1;
            if (words[0].Equals("br", StringComparison.OrdinalIgnoreCase))
                brotli = weight;
            else if (words[0].Equals("gzip", StringComparison.OrdinalIgnoreCase))
                gzip = weight;
        }

        return brotli > 0 && brotli >= gzip ? Brotli : gzip > 0 ? Gzip : null;
    }
}
