using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuffBeer.Core.Contracts;
using DuffBeer.Parquet.Encodings;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>Writes integers in the smallest encoding that every reader decodes: dictionary, delta or plain.</summary>
sealed class IntegerEncoder(PageWriter pages, Scratch<int> indices)
{
    readonly NumberBounds _bounds = new();
    readonly Scratch<int> _narrowed = new();
    readonly NumberDictionary<int> _ints = new();
    readonly NumberDictionary<long> _longs = new();

    public long Held => _narrowed.Held + _ints.Held + _longs.Held;

    public EncodedColumn Encode(ColumnToEncode column, ReadOnlySpan<int> values)
    {
        Measure(column, values);
        return Encoded(column, Write(column, values, _ints));
    }

    public EncodedColumn Encode(ColumnToEncode column, ReadOnlySpan<long> values)
    {
        Measure(column, values);
        return Encoded(column, column.Schema.Physical == PhysicalType.Int32
            ? Write(column, Narrow(values), _ints)
            : Write(column, values, _longs));
    }

    /// <param name="values">Booleans, 0 or 1.</param>
    public EncodedColumn Encode(ColumnToEncode column, ReadOnlySpan<byte> values)
    {
        Measure(column, values);
        return Encoded(column, pages.WriteData(column, new PlainBools(values)));
    }

    /// <summary>Writes doubles, as bits, with a dictionary; returns false and writes nothing if a dictionary does not pay.</summary>
    public bool TryWriteIndexed(ColumnToEncode column, ReadOnlySpan<double> values)
    {
        var maxEntries = DictionaryLimits.MaxEntries(sizeof(double), values.Length, (long)values.Length * sizeof(double));
        var places = indices.Take(values.Length);
        if (maxEntries == 0 || !_longs.TryIndex(MemoryMarshal.Cast<double, long>(values), long.MinValue, long.MaxValue, maxEntries, places))
            return false;
        WriteIndexed(column, places, _longs.Entries);
        return true;
    }

    /// <summary>Divides the values into pages and finds their bounds.</summary>
    void Measure<T>(ColumnToEncode column, ReadOnlySpan<T> values) where T : unmanaged, IBinaryInteger<T>
    {
        pages.Cut(column, new PlainNumbers<T>(values));
        _bounds.Measure(values, pages.Ranges);
        if (!values.IsEmpty)
            column.Schema.CheckRange(_bounds.Min, _bounds.Max);
    }

    PageEncoding Write<T>(ColumnToEncode column, ReadOnlySpan<T> values, NumberDictionary<T> dictionary)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var plain = (long)values.Length * Unsafe.SizeOf<T>();
        var delta = MayBeDelta(column) ? DeltaBinaryPacking<T>.EstimateBytes(values) : plain;
        var maxEntries = DictionaryLimits.MaxEntries(Unsafe.SizeOf<T>(), values.Length, Math.Min(plain, delta));
        var (min, max) = (T.CreateTruncating(_bounds.Min), T.CreateTruncating(_bounds.Max));
        if (maxEntries > 0 && min == max)
            return WriteIndexed(column, default, [min]);

        if (maxEntries > 1 && !DictionaryLimits.RisesAtFirst(values))
        {
            var places = indices.Take(values.Length);
            if (dictionary.TryIndex(values, min, max, maxEntries, places))
                return WriteIndexed(column, places, dictionary.Entries);
        }

        // Plain is the fastest to read, so delta must save enough.
        return delta < plain - plain / 4
            ? pages.WriteData(column, new DeltaNumbers<T>(values))
            : pages.WriteData(column, new PlainNumbers<T>(values));
    }

    /// <summary>Some readers decode deltas only of columns that are plain integers: docs/parquet.md.</summary>
    static bool MayBeDelta(ColumnToEncode column) => column.Schema.Column.Type.Kind is TypeKind.Int32 or TypeKind.Int64;

    PageEncoding WriteIndexed<T>(ColumnToEncode column, ReadOnlySpan<int> places, ReadOnlySpan<T> entries) where T : unmanaged
    {
        pages.WriteDictionary(new PlainNumbers<T>(entries), entries.Length);
        return pages.WriteData(column, new DictionaryIndices(places, entries.Length));
    }

    EncodedColumn Encoded(ColumnToEncode column, PageEncoding encoding)
    {
        var type = column.Schema.Physical;
        return new(encoding, _bounds.All(type, column.Buffer.NullCount), _bounds.Pages(type, pages.Ranges));
    }

    /// <summary>Decimals of few digits are stored in 32 bits; the caller has checked that they fit.</summary>
    ReadOnlySpan<int> Narrow(ReadOnlySpan<long> values)
    {
        var narrowed = _narrowed.Take(values.Length);
        var wide = MemoryMarshal.Cast<long, Vector<long>>(values);
        var pairs = wide.Length / 2;
        for (var pair = 0; pair < pairs; pair++)
            Vector.Narrow(wide[2 * pair], wide[2 * pair + 1]).CopyTo(narrowed[(pair * Vector<int>.Count)..]);
        for (var at = pairs * Vector<int>.Count; at < values.Length; at++)
            narrowed[at] = (int)values[at];
        return narrowed;
    }
}
