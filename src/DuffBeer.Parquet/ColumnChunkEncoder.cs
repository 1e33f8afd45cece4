using DuffBeer.Core.Columns;
using DuffBeer.Parquet.Encodings;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>Encodes column buffers, one after another, as column chunks, each in its smallest encoding.</summary>
/// <remarks>Keeps its buffers for the next column; not thread-safe.</remarks>
sealed class ColumnChunkEncoder
{
    readonly PageWriter _pages = new();
    readonly Scratch<byte> _bytes = new();
    readonly Scratch<int> _ints = new();
    readonly Scratch<long> _longs = new();
    readonly Scratch<double> _doubles = new();
    readonly Scratch<int> _indices = new();
    readonly IntegerEncoder _integers;
    readonly StringEncoder _strings;

    public ColumnChunkEncoder()
    {
        _integers = new(_pages, _indices);
        _strings = new(_pages, _indices, _ints);
    }

    /// <summary>The bytes of the last encoded chunk.</summary>
    public ReadOnlyMemory<byte> Bytes => _pages.Chunk;

    /// <summary>Bytes of memory kept for the next column.</summary>
    public long Held =>
        _pages.Held + _bytes.Held + _ints.Held + _longs.Held + _doubles.Held + _indices.Held + _integers.Held + _strings.Held;

    /// <param name="offset">The chunk's offset in the file.</param>
    public ColumnChunk Encode(ColumnSchema schema, ColumnBuffer buffer, Codec codec, long offset)
    {
        _pages.BeginChunk(codec);
        var encoded = Encode(new(schema, buffer));
        var dictionary = _pages.DictionaryLength;
        var ranges = _pages.Ranges;
        return new(
            schema, codec, offset, dictionary, encoded.Encoding, ranges.Length, buffer.Count,
            _pages.UncompressedLength, _pages.Chunk.Length,
            encoded.Statistics, PageIndex.Of(schema.Physical, offset + dictionary, dictionary, _pages.Ends, ranges, encoded.Pages));
    }

    EncodedColumn Encode(ColumnToEncode column) => column.Buffer switch
    {
        ValueBuffer<int> ints => _integers.Encode(column, _ints.Dense(ints, ints.Values)),
        ValueBuffer<long> longs => _integers.Encode(column, _longs.Dense(longs, longs.Values)),
        ValueBuffer<byte> bools => _integers.Encode(column, _bytes.Dense(bools, bools.Values)),
        ValueBuffer<double> doubles => Encode(column, _doubles.Dense(doubles, doubles.Values)),
        StringBuffer strings => _strings.Encode(column, strings),
        var other => throw new ArgumentException($"Column '{column.Schema.Column.Name}': {other.GetType().Name} cannot be written."),
    };

    EncodedColumn Encode(ColumnToEncode column, ReadOnlySpan<double> values)
    {
        var plain = new PlainNumbers<double>(values);
        _pages.Cut(column, plain);
        var encoding = _integers.TryWriteIndexed(column, values) ? PageEncoding.RleDictionary : _pages.WriteData(column, plain);

        var all = DoubleBounds.None;
        var pages = new ColumnStatistics[_pages.Ranges.Length];
        for (var page = 0; page < pages.Length; page++)
        {
            var range = _pages.Ranges[page];
            var bounds = DoubleBounds.Of(values.Slice(range.FirstValue, range.Values));
            pages[page] = bounds.Statistics(range.Nulls);
            all = all.And(bounds);
        }

        return new(encoding, all.Statistics(column.Buffer.NullCount), pages);
    }
}
