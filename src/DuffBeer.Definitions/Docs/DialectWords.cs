using System.Globalization;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Definitions.Docs;

/// <summary>Describes in words how the files of a dataset are written.</summary>
static class DialectWords
{
    public static IEnumerable<string> Of(DialectRule dialect)
    {
        yield return $"delimiter {(dialect.Delimiter is { } delimiter ? Code(delimiter) : "detected")}";
        yield return $"encoding {dialect.Encoding switch
        {
            null => "UTF-8, or UTF-16 with a byte order mark",
            "auto" => "detected",
            var declared => declared,
        }}";
        if (dialect.Header != HeaderRule.First)
            yield return dialect.Header == HeaderRule.None ? "no header: columns in this order" : "header among the first 20 lines";
        if (dialect.Skip > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{dialect.Skip} lines before the header");
        if (dialect.HeaderLines > 1)
            yield return string.Create(CultureInfo.InvariantCulture, $"a header of {dialect.HeaderLines} lines, joined to names");
        if (dialect.HeaderLinesAfter > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{dialect.HeaderLinesAfter} more header lines");
        if (dialect.Comment is { } comment)
            yield return $"comments begin with {Code(comment.ToString())}";
        if (dialect.Escape is { } escape)
            yield return $"escape {Code(escape.ToString())}";
        if (dialect.SpacedQuotes is { } spaced)
            yield return spaced ? "spaces around quoted cells are left out" : "spaces around quoted cells are text";
        if (dialect.TrailingDelimiter)
            yield return "a row may end with a delimiter";
    }

    static string Code(string text) => Markdown.Code(text switch { "\t" => "tab", " " => "space", _ => text });
}
