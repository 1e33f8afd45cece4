namespace DuffBeer.Core.Contracts;

/// <summary>How the files of a dataset are written.</summary>
/// <param name="Delimiter">Null: detected among <c>, ; tab |</c>. Any text without letters, digits and line breaks.</param>
/// <param name="Encoding">
/// Null: UTF-8, or UTF-16 with a byte order mark; otherwise <c>auto</c>, <c>windows-1252</c> or <c>iso-8859-1</c>.
/// </param>
public sealed record DialectRule(string? Delimiter = null, char Quote = '"', string? Encoding = null)
{
    public HeaderRule Header { get; init; }

    /// <summary>Physical lines before the header that are not read.</summary>
    public int Skip { get; init; }

    /// <summary>Records of the header: a column's name is its cells in them, joined by spaces.</summary>
    public int HeaderLines { get; init; } = 1;

    /// <summary>Physical lines after the header that still belong to it.</summary>
    public int HeaderLinesAfter { get; init; }

    /// <summary>Begins a line that is a comment.</summary>
    public char? Comment { get; init; }

    /// <summary>Before a quote, a delimiter or itself, it makes that character text.</summary>
    public char? Escape { get; init; }

    /// <summary>Whether spaces around quoted cells are left out; null: detected from the first records.</summary>
    public bool? SpacedQuotes { get; init; }

    /// <summary>How numbers are written, unless their column says otherwise.</summary>
    public NumberNotation Numbers { get; init; } = NumberNotation.Plain;

    /// <summary>Whether a row may have an empty cell after the last one.</summary>
    public bool TrailingDelimiter { get; init; }
}

/// <summary>Where a file's header is.</summary>
public enum HeaderRule
{
    /// <summary>The first line that is not blank.</summary>
    First,

    /// <summary>There is none: columns are in the contract's order.</summary>
    None,

    /// <summary>The line among the first 20 that has most of the contract's names.</summary>
    Search,
}
