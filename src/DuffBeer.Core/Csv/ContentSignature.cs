using System.Text;

namespace DuffBeer.Core.Csv;

/// <summary>Recognises a file that is not CSV by its first bytes.</summary>
static class ContentSignature
{
    /// <summary>Share of control characters above which content is binary: text has almost none.</summary>
    const double BinaryShare = 0.05;

    /// <summary>Control characters tolerated in any file.</summary>
    const int ForgivenControls = 16;

    /// <summary>Share of control characters up to which content is text, whatever letters it begins with.</summary>
    const double TextShare = 0.02;

    /// <summary>Share of ASCII in text that is not UTF-8.</summary>
    const double AsciiShare = 0.8;

    // Others begin text as well, so they count only if what follows is not text.
    static readonly (byte[] Magic, string Name, bool IsText)[] s_signatures =
    [
        ([.. "PAR1"u8], "a Parquet file", false),
        ([.. "PARE"u8], "an encrypted Parquet file", false),
        ([.. "ORC"u8], "an ORC file", false),
        ([.. "%PDF-"u8], "a PDF document", true),
        ([.. "GIF87a"u8], "a GIF image", false),
        ([.. "GIF89a"u8], "a GIF image", false),
        ([.. "SQLite format 3\0"u8], "an SQLite database", false),
        ([.. "ARROW1\0\0"u8], "an Arrow file", false),
        ([.. "Obj\u0001"u8], "an Avro file", false),
        ([.. "PK\u0005\u0006"u8], "an empty zip archive", false),
        ([.. "BZh"u8], "a bzip2 file", false),
        ([.. "Rar!\u001a\u0007"u8], "a RAR archive", false),
        ([0x89, .. "PNG\r\n"u8], "a PNG image", false),
        ([0xFF, 0xD8, 0xFF], "a JPEG image", false),
        ([0x1F, 0x8B], "a gzip file", false),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file", false),
        ([0x04, 0x22, 0x4D, 0x18], "an LZ4 file", false),
        ([0xFD, .. "7zXZ\0"u8], "an xz file", false),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", false),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Excel or Office document", false),
        ([0x7F, .. "ELF"u8], "a program", false),
        ([0x89, .. "HDF\r\n"u8], "an HDF5 file", false),
        ([0xFF, 0xFE, 0, 0], "text in UTF-32", false),
        ([0, 0, 0xFE, 0xFF], "text in UTF-32", false),
        ([.. "<?xml"u8], "an XML document", true),
        ([.. "<html"u8], "an HTML page", true),
        ([.. "<!DOCTYPE"u8], "an HTML page", true),
        ([.. "{\""u8], "JSON", true),
        ([.. "[{"u8], "JSON", true),
    ];

    /// <summary>The format that a signature matches; null if none does.</summary>
    public static string? Of(ReadOnlySpan<byte> first)
    {
        var isText = IsText(first);
        foreach (var (magic, name, ofText) in s_signatures)
            if ((ofText || !isText) && StartsWith(first, magic))
                return name;
        if (isText)
            return null;
        if (first.StartsWith("PK\u0003\u0004"u8))
            return first.IndexOf("xl/"u8) >= 0 || first.IndexOf("[Content_Types].xml"u8) >= 0
                ? "an Excel workbook (xlsx)"
                : "a zip archive";
        if (first.Length > 262 && first[257..].StartsWith("ustar"u8))
            return "a tar archive";
        return first.Length > 12 && first[8..].StartsWith("DUCK"u8) ? "a DuckDB database" : null;
    }

    static bool IsText(ReadOnlySpan<byte> first) =>
        ControlCount(first) <= first.Length * TextShare
        && (EncodingEvidence.Of(first).IsUtf8 || first.Length - HighCount(first) >= first.Length * AsciiShare);

    static int HighCount(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
            count += b >> 7;
        return count;
    }


    /// <summary>What decoded content looks like if it is not text; null if it is. A NUL after the first line is data.</summary>
    public static string? OfBinary(ReadOnlySpan<byte> first)
    {
        var lineEnd = first.IndexOfAny((byte)'\n', (byte)'\r');
        var line = lineEnd < 0 ? first : first[..lineEnd];
        if (line.Contains((byte)0))
            return line.Count((byte)0) * 5 > line.Length * 2 ? "text in UTF-16 without a byte order mark" : "binary content";
        return ControlCount(first) > Math.Max(ForgivenControls, first.Length * BinaryShare) ? "binary content" : null;
    }

    static bool StartsWith(ReadOnlySpan<byte> first, byte[] magic) =>
        first.StartsWith(magic) || (first.Length >= magic.Length && Ascii.EqualsIgnoreCase(first[..magic.Length], magic));

    static int ControlCount(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
                count++;
        return count;
    }
}
