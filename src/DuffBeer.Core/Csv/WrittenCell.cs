namespace DuffBeer.Core.Csv;

/// <summary>Writes a cell so that it is read back as the same text.</summary>
static class WrittenCell
{
    /// <param name="escape">Null if the dialect has none.</param>
    /// <param name="isQuoted">Whether it is quoted even if it need not be.</param>
    public static string Of(string text, string delimiter, char quote, char? escape, bool isQuoted = false)
    {
        if (escape is { } mark)
            text = Doubled(text, mark);
        return isQuoted || text.AsSpan().IndexOfAny([quote, '\r', '\n']) >= 0 || text.Contains(delimiter, StringComparison.Ordinal)
            ? quote + Doubled(text, quote) + quote
            : text;
    }

    static string Doubled(string text, char mark) => text.Replace($"{mark}", $"{mark}{mark}", StringComparison.Ordinal);
}
