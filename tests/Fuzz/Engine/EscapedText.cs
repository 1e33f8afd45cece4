using System.Globalization;
using System.Text;

namespace DuffBeer.Fuzz.Engine;

/// <summary>
/// Any bytes as one line of printable ASCII, with <c>\n</c>, <c>\r</c>, <c>\t</c>, <c>\\</c> and, for any other, <c>\xFF</c>.
/// </summary>
static class EscapedText
{
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes)
        {
            _ = b switch
            {
                (byte)'\n' => text.Append("\\n"),
                (byte)'\r' => text.Append("\\r"),
                (byte)'\t' => text.Append("\\t"),
                (byte)'\\' => text.Append("\\\\"),
                < 0x20 or >= 0x7F => text.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}"),
                _ => text.Append((char)b),
            };
        }

        return text.ToString();
    }

    public static byte[] Unescape(string text)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                bytes.Add((byte)text[at]);
                continue;
            }

            at++;
            bytes.Add(text[at] switch
            {
                'n' => (byte)'\n',
                'r' => (byte)'\r',
                't' => (byte)'\t',
                'x' => byte.Parse(text.AsSpan(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                _ => (byte)text[at],
            });
            at += text[at] == 'x' ? 2 : 0;
        }

        return [.. bytes];
    }

    /// <summary>The inputs of an embedded file, one per line; none if there is no such file.</summary>
    public static IReadOnlyList<byte[]> Resource(string name)
    {
        using var stream = typeof(EscapedText).Assembly.GetManifestResourceStream(name);
        if (stream is null)
            return [];
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0).Select(Unescape)];
    }
}
