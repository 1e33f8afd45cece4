using System.Text;
using System.Text.Json.Serialization;

namespace DuffBeer.Core.Csv;

/// <summary>How the bytes of one file are split into cells.</summary>
/// <param name="Delimiter">The first byte of what separates cells.</param>
/// <param name="Quote">Begins and ends a quoted cell.</param>
public sealed record Dialect(byte Delimiter, byte Quote = (byte)'"')
{
    /// <summary>The largest record in bytes, its line break not counted.</summary>
    public const int MaxRecordBytes = 1 << 20;

    /// <summary>The delimiter's bytes after the first; null if it has one byte.</summary>
    public byte[]? DelimiterRest { get; init; }

    /// <summary>Bytes of the delimiter.</summary>
    [JsonIgnore]
    public int DelimiterLength => 1 + (DelimiterRest?.Length ?? 0);

    [JsonIgnore]
    public string DelimiterText => Encoding.UTF8.GetString([Delimiter, .. DelimiterRest ?? []]);

    /// <summary>Before a quote, a delimiter or itself, it makes that byte text; null if the file has none.</summary>
    public byte? Escape { get; init; }

    /// <summary>A line that begins with it is a comment and counts as blank; null if the file has none.</summary>
    public byte? Comment { get; init; }

    /// <summary>Spaces around a quoted cell do not belong to it.</summary>
    public bool SpacedQuotes { get; init; }

    /// <summary>An empty cell after the last one is dropped.</summary>
    public bool TrailingDelimiter { get; init; }

    /// <summary>Whether records follow RFC 4180, so that <see cref="RecordScanner"/> can take them.</summary>
    [JsonIgnore]
    public bool IsPlain => DelimiterRest is null && Escape is null && Comment is null && !SpacedQuotes;

    /// <summary>Whether a byte is a space that <see cref="SpacedQuotes"/> leaves out.</summary>
    internal bool IsOuterSpace(byte b) => SpacedQuotes && b is (byte)' ' or (byte)'\t' && (b != Delimiter || DelimiterRest is not null);

    /// <summary>Whether a record of this many cells and bytes has nothing but separators: spreadsheets add such lines.</summary>
    internal bool IsGhost(int cells, int length, int columns) =>
        cells > 1 && length == (cells - 1) * DelimiterLength && (cells == columns || (TrailingDelimiter && cells == columns + 1));
}
