using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuffBeer.Core.Rows;
using DuffBeer.Parquet.Encodings;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>Turns one column's buffer after another into the bytes of a column chunk, each in the encoding that makes it smallest.</summary>
/// <remarks>Keeps its buffers for the next column; not for two threads at once.</remarks>
sealed class ColumnChunkEncoder
{
    readonly PageWriter _pages = new();
    readonly Scratch<byte> _bytes = new();
    readonly Scratch<int> _ints = new();
    readonly Scratch<long> _longs = new();
    readonly Scratch<double> _doubles = new();
    readonly Scratch<int> _narrowed = new();
    readonly Scratch<int> _indices = new();
    readonly NumberDictionary<int> _intDictionary = new();
    readonly NumberDictionary<long> _longDictionary = new();
    readonly StringDictionary _stringDictionary = new();

    /// <summary>The bytes of the chunk encoded last.</summary>
    public ReadOnlyMemory<byte> Bytes => _pages.Chunk;

    /// <summary>Bytes of memory kept for the next column, besides the dictionaries, which have a limit.</summary>
    public long Held => _pages.Held + _bytes.Held + _ints.Held + _longs.Held + _doubles.Held + _narrowed.Held + _indices.Held;

    /// <param name="offset">Where in the file the chunk will begin.</param>
    public ColumnChunk Encode(ColumnSchema schema, ColumnBuffer buffer, long offset)
    {
        _pages.BeginChunk();
        var encoded = Encode(new(schema, buffer));
        return new(schema, offset, encoded.DictionaryLength, encoded.Encoding, _pages.DataPages, buffer.Count,
            _pages.UncompressedLength, _pages.Chunk.Length, encoded.Statistics);
    }

    readonly record struct Column(ColumnSchema Schema, ColumnBuffer Buffer);

    readonly record struct Encoded(PageEncoding Encoding, ColumnStatistics Statistics, int DictionaryLength = 0);

    Encoded Encode(Column column) => column.Buffer switch
    {
        ValueBuffer<int> ints => Integers(column, _ints.Dense(ints, ints.Values), _intDictionary),
        ValueBuffer<long> longs when column.Schema.Physical == PhysicalType.Int32 =>
            Integers(column, Narrow(column, _longs.Dense(longs, longs.Values)), _intDictionary),
        ValueBuffer<long> longs => Integers(column, _longs.Dense(longs, longs.Values), _longDictionary),
        ValueBuffer<double> doubles => Doubles(column, _doubles.Dense(doubles, doubles.Values)),
        ValueBuffer<byte> bools => Bools(column, _bytes.Dense(bools, bools.Values)),
        // A null has no bytes, so the ends of the others alone tell where each begins.
        StringBuffer strings => Strings(column, new(strings.Data, _ints.Dense(strings, strings.Ends))),
        var other => throw new ArgumentException($"Column '{column.Schema.Column.Name}': {other.GetType().Name} cannot be written."),
    };

    Encoded Integers<T>(Column column, ReadOnlySpan<T> values, NumberDictionary<T> dictionary)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var plain = (long)values.Length * Unsafe.SizeOf<T>();
        var delta = DeltaBinaryPacking<T>.EstimateBytes(values);
        var indices = _indices.Take(values.Length);
        if (!DictionaryLimits.RisesAtFirst(values) && dictionary.TryIndex(values, indices)
            && DictionaryLimits.Pays(dictionary.Entries.Length, dictionary.Bytes, values.Length, Math.Min(plain, delta)))
            return WriteIndexed(column, indices, dictionary, Statistics(column, dictionary.Entries));

        // Plain is the fastest to read, so steps must be worth it.
        var statistics = Statistics(column, values);
        return delta < plain - plain / 4
            ? Write(column, new DeltaNumbers<T>(values), statistics)
            : Write(column, new PlainNumbers<T>(values), statistics);
    }

    static ColumnStatistics Statistics<T>(Column column, ReadOnlySpan<T> values) where T : unmanaged, IBinaryInteger<T>
    {
        if (values.IsEmpty)
            return new(null, null, column.Buffer.NullCount);
        var (min, max) = Bounds.Of(values);
        column.Schema.CheckRange(long.CreateTruncating(min), long.CreateTruncating(max));
        return new(Bounds.Exact(min), Bounds.Exact(max), column.Buffer.NullCount);
    }

    /// <summary>Decimals of few digits are stored in 32 bits; one that does not fit was never of the declared precision.</summary>
    ReadOnlySpan<int> Narrow(Column column, ReadOnlySpan<long> values)
    {
        _ = Statistics(column, values);
        var narrowed = _narrowed.Take(values.Length);
        for (var index = 0; index < values.Length; index++)
            narrowed[index] = (int)values[index];
        return narrowed;
    }

    Encoded Doubles(Column column, ReadOnlySpan<double> values)
    {
        // By their bits, so that each zero and each NaN stays what it is.
        var bits = MemoryMarshal.Cast<double, long>(values);
        var statistics = Bounds.OfDoubles(values, column.Buffer.NullCount);
        var indices = _indices.Take(values.Length);
        return _longDictionary.TryIndex(bits, indices)
            && DictionaryLimits.Pays(_longDictionary.Entries.Length, _longDictionary.Bytes, values.Length, (long)values.Length * sizeof(double))
            ? WriteIndexed(column, indices, _longDictionary, statistics)
            : Write(column, new PlainNumbers<double>(values), statistics);
    }

    Encoded Bools(Column column, ReadOnlySpan<byte> values) => Write(column, new PlainBools(values), Statistics(column, values));

    Encoded Strings(Column column, ByteStrings values)
    {
        var indices = _indices.Take(values.Count);
        var dictionary = _stringDictionary;
        if (!dictionary.TryIndex(values, indices) || !DictionaryLimits.Pays(dictionary.Count, dictionary.Bytes, values.Count, values.PlainLength))
            return Write(column, new PlainStrings(values), StringBounds.Of(values, column.Buffer.NullCount));

        var length = _pages.WriteDictionaryPage(dictionary, values);
        return Write(column, new DictionaryIndices(indices, dictionary.Count), StringBounds.Of(dictionary, values, column.Buffer.NullCount), length);
    }

    Encoded WriteIndexed<T>(Column column, ReadOnlySpan<int> indices, NumberDictionary<T> dictionary, ColumnStatistics statistics)
        where T : unmanaged, IBinaryInteger<T>
    {
        var length = _pages.WriteDictionaryPage(dictionary.Entries);
        return Write(column, new DictionaryIndices(indices, dictionary.Entries.Length), statistics, length);
    }

    Encoded Write<TValues>(Column column, TValues values, ColumnStatistics statistics, int dictionaryLength = 0)
        where TValues : IPageValues, allows ref struct
    {
        _pages.WriteDataPages(values, column.Buffer.Count, column.Buffer.Present, column.Schema.Column.Nullable);
        return new(values.Encoding, statistics, dictionaryLength);
    }
}
