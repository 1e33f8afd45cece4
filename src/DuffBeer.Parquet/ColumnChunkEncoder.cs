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

    /// <summary>Bytes of memory kept for the next column.</summary>
    public long Held => _pages.Held + _bytes.Held + _ints.Held + _longs.Held + _doubles.Held + _narrowed.Held + _indices.Held;

    /// <param name="offset">Where in the file the chunk will begin.</param>
    public ColumnChunk Encode(ColumnSchema schema, ColumnBuffer buffer, long offset)
    {
        _pages.BeginChunk(buffer, schema.Column.Nullable);
        var present = buffer.Present;
        var nulls = buffer.NullCount;
        var encoded = buffer switch
        {
            ValueBuffer<int> ints => Integers(schema, _ints.Dense(ints.Values, present, nulls), _intDictionary, nulls),
            ValueBuffer<long> longs when schema.Physical == PhysicalType.Int32 =>
                Integers(schema, Narrow(schema, _longs.Dense(longs.Values, present, nulls)), _intDictionary, nulls),
            ValueBuffer<long> longs => Integers(schema, _longs.Dense(longs.Values, present, nulls), _longDictionary, nulls),
            ValueBuffer<double> doubles => Doubles(_doubles.Dense(doubles.Values, present, nulls), nulls),
            ValueBuffer<byte> bools => Bools(_bytes.Dense(bools.Values, present, nulls), nulls),
            // A null has no bytes, so the ends of the others alone tell where each begins.
            StringBuffer strings => Strings(new(strings.Data, _ints.Dense(strings.Ends, present, nulls)), nulls),
            _ => throw new ArgumentException($"Column '{schema.Column.Name}': {buffer.GetType().Name} cannot be written.", nameof(buffer)),
        };
        return new(schema, offset, encoded.DictionaryLength, encoded.Encoding, _pages.DataPages, buffer.Count,
            _pages.UncompressedLength, _pages.Chunk.Length, encoded.Statistics);
    }

    readonly record struct Encoded(PageEncoding Encoding, ColumnStatistics Statistics, int DictionaryLength = 0);

    Encoded Integers<T>(ColumnSchema schema, ReadOnlySpan<T> values, NumberDictionary<T> dictionary, int nulls)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var plain = (long)values.Length * Unsafe.SizeOf<T>();
        var delta = DeltaBinaryPacking<T>.EstimateBytes(values);
        var indices = _indices.Take(values.Length);
        if (!DictionaryLimits.RiseAtFirst(values) && dictionary.TryIndex(values, indices)
            && DictionaryLimits.Pays(dictionary.Entries.Length, dictionary.Bytes, values.Length, Math.Min(plain, delta)))
            return WriteIndexed(indices, dictionary, Statistics(schema, dictionary.Entries, nulls));

        // Plain is the fastest to read, so steps must be worth it.
        var statistics = Statistics(schema, values, nulls);
        return delta < plain - plain / 4 ? Write(new DeltaNumbers<T>(values), statistics) : Write(new PlainNumbers<T>(values), statistics);
    }

    static ColumnStatistics Statistics<T>(ColumnSchema schema, ReadOnlySpan<T> values, int nulls) where T : unmanaged, IBinaryInteger<T>
    {
        if (values.IsEmpty)
            return new(null, null, nulls);
        var (min, max) = Bounds.Of(values);
        schema.CheckRange(long.CreateTruncating(min), long.CreateTruncating(max));
        return new(Bounds.Exact(min), Bounds.Exact(max), nulls);
    }

    /// <summary>Decimals of few digits are stored in 32 bits; one that does not fit was never of the declared precision.</summary>
    ReadOnlySpan<int> Narrow(ColumnSchema schema, ReadOnlySpan<long> values)
    {
        var narrowed = _narrowed.Take(values.Length);
        var (min, max) = values.IsEmpty ? (0L, 0L) : Bounds.Of(values);
        schema.CheckRange(min, max);
        for (var index = 0; index < values.Length; index++)
            narrowed[index] = (int)values[index];
        return narrowed;
    }

    Encoded Doubles(ReadOnlySpan<double> values, int nulls)
    {
        // By their bits, so that each zero and each NaN stays what it is.
        var bits = MemoryMarshal.Cast<double, long>(values);
        var statistics = Bounds.OfDoubles(values, nulls);
        var indices = _indices.Take(values.Length);
        return _longDictionary.TryIndex(bits, indices)
            && DictionaryLimits.Pays(_longDictionary.Entries.Length, _longDictionary.Bytes, values.Length, (long)values.Length * sizeof(double))
            ? WriteIndexed(indices, _longDictionary, statistics)
            : Write(new PlainNumbers<double>(values), statistics);
    }

    Encoded Bools(ReadOnlySpan<byte> values, int nulls)
    {
        if (values.IsEmpty)
            return Write(new PlainBools(values), new(null, null, nulls));
        var (min, max) = Bounds.Of(values);
        return Write(new PlainBools(values), new(Bounds.Exact(min), Bounds.Exact(max), nulls));
    }

    Encoded Strings(ByteStrings values, int nulls)
    {
        var indices = _indices.Take(values.Count);
        var dictionary = _stringDictionary;
        if (!dictionary.TryIndex(values, indices) || !DictionaryLimits.Pays(dictionary.Count, dictionary.Bytes, values.Count, values.PlainLength))
            return Write(new PlainStrings(values), StringBounds.Of(values, nulls));

        _pages.WriteDictionaryPage(dictionary, values);
        var length = _pages.Chunk.Length;
        return Write(new DictionaryIndices(indices, dictionary.Count), StringBounds.Of(dictionary, values, nulls)) with { DictionaryLength = length };
    }

    Encoded WriteIndexed<T>(ReadOnlySpan<int> indices, NumberDictionary<T> dictionary, ColumnStatistics statistics)
        where T : unmanaged, IBinaryInteger<T>
    {
        _pages.WriteDictionaryPage(dictionary.Entries);
        var length = _pages.Chunk.Length;
        return Write(new DictionaryIndices(indices, dictionary.Entries.Length), statistics) with { DictionaryLength = length };
    }

    Encoded Write<TValues>(TValues values, ColumnStatistics statistics) where TValues : IPageValues, allows ref struct
    {
        _pages.WriteDataPages(values);
        return new(values.Encoding, statistics);
    }
}
