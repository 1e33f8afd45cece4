using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace DuffBeer.Core.Reports;

/// <summary>The end of a page and its snapshot: the following pages are read from the same one.</summary>
/// <param name="Total">Rows of all pages, so that only the first page counts them; null if they have not been counted.</param>
public sealed record ReportContinuation(string Snapshot, long Offset, long? Total = null)
{
    public string Write() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Offset} {Total} {Snapshot}")));

    /// <summary>Null if the text was not made by <see cref="Write"/>.</summary>
    public static ReportContinuation? Read(string text)
    {
        if (text.Length > 400 || !Base64Url.IsValid(text))
            return null;
        var words = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 3);
        if (words.Length != 3 || Number(words[0]) is not { } offset || (words[1].Length > 0 && Number(words[1]) is null))
            return null;
        var token = new ReportContinuation(words[2], offset, Number(words[1]));
        return token.Write() == text ? token : null;
    }

    static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
