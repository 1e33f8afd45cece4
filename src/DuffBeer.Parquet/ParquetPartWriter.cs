using System.Collections.Concurrent;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>Writes Parquet files: plain and dictionary pages, deltas of integers, and statistics per row group and page.</summary>
/// <remarks>Safe for concurrent parts: they share buffers, which only a row group being written needs.</remarks>
public sealed class ParquetPartWriter : IPartWriter
{
    readonly ConcurrentBag<ColumnChunkEncoder> _encoders = [];

    public string Extension => ".parquet";

    public IPart Begin(Stream to, IReadOnlyList<TableColumn> columns, PartCodec codec = PartCodec.Snappy)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (columns.Count == 0)
            throw new ArgumentException("A part needs at least one column.", nameof(columns));
        if (columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(names => names.Count() > 1) is { } twice)
            throw new ArgumentException($"Column '{twice.Key}' is declared twice.", nameof(columns));
        if (FieldId.Clash(columns) is { } clash)
            throw new ArgumentException(clash, nameof(columns));
        return new ParquetPart(to, [.. columns.Select(column => new ColumnSchema(column))], Number(codec), _encoders);
    }

    static Codec Number(PartCodec codec) => codec switch
    {
        PartCodec.Snappy => Codec.Snappy,
        PartCodec.Brotli => Codec.Brotli,
        PartCodec.Uncompressed => Codec.Uncompressed,
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, null),
    };
}
