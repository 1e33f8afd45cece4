namespace DuffBeer.Core.Csv;

/// <summary>What is known from a file's first bytes. Offsets count decoded UTF-8.</summary>
/// <param name="MarkLength">Bytes of the UTF-8 byte order mark: 3 or 0.</param>
/// <param name="Header">The cells of the header record; empty if all lines are blank.</param>
/// <param name="HeaderEnd">The first boundary after the header record: where data begins.</param>
public sealed record FileShape(SourceCoding Coding, Dialect Dialect, int MarkLength, IReadOnlyList<string> Header, long HeaderEnd)
{
    /// <summary>What a person should know of how the file is read, such as a detected encoding.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
