using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace DuffBeer.Core.Reports;

/// <summary>The end of a page and its snapshot: the following pages are read from the same one.</summary>
public sealed record ReportContinuation(string Snapshot, long Offset)
{
    public string Write() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Offset} {Snapshot}")));

    /// <summary>Null if the text was not made by <see cref="Write"/>.</summary>
    public static ReportContinuation? Read(string text)
    {
        if (text.Length > 400 || !Base64Url.IsValid(text))
            return null;
        var words = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 2);
        return words.Length == 2 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? new(words[1], offset)
            : null;
    }
}
