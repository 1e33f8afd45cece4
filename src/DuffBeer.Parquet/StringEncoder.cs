using DuffBeer.Core.Columns;
using DuffBeer.Parquet.Encodings;

namespace DuffBeer.Parquet;

/// <summary>Writes strings with a dictionary per row group, or plain if that is smaller.</summary>
sealed class StringEncoder(PageWriter pages, Scratch<int> indices, Scratch<int> dense)
{
    readonly StringDictionary _spelledOut = new();
    readonly CodeDictionary _coded = new();
    readonly StringStatistics _statistics = new();

    public long Held => _spelledOut.Held + _coded.Held + _statistics.Held;

    public EncodedColumn Encode(ColumnToEncode column, StringBuffer strings)
    {
        if (strings.Dictionary is { } dictionary)
            return Encode(column, dictionary, dense.Dense(strings, strings.Codes));

        // A null has no bytes, so the ends of the other values mark where each begins.
        return Encode(column, new ByteStrings(strings.Data, dense.Dense(strings, strings.Ends)));
    }

    EncodedColumn Encode(ColumnToEncode column, ByteStrings values)
    {
        var places = indices.Take(values.Count);
        if (!_spelledOut.TryIndex(values, places)
            || !DictionaryLimits.Pays(_spelledOut.Firsts.Length, _spelledOut.Bytes, values.Count, values.PlainLength))
            return WritePlain(column, values);
        return WriteIndexed(column, places, new PickedStrings(values, _spelledOut.Firsts));
    }

    EncodedColumn Encode(ColumnToEncode column, StringCodes dictionary, ReadOnlySpan<int> codes)
    {
        var values = new CodedStrings(dictionary, codes);
        if (codes.IsEmpty)
            return WritePlain(column, values);
        if (codes.Length > 1 && !codes.ContainsAnyExcept(codes[0]))
            return WriteIndexed(column, default, new CodedStrings(dictionary, codes[..1]));

        var places = indices.Take(codes.Length);
        _coded.Index(dictionary, codes, places);
        return Pays(values)
            ? WriteIndexed(column, places, new CodedStrings(dictionary, _coded.Entries))
            : WritePlain(column, values);
    }

    bool Pays(CodedStrings values)
    {
        // Nothing was looked up, so only the readers' memory limits the dictionary.
        var entries = _coded.Entries.Length;
        if (_coded.Bytes > DictionaryLimits.MaxCodedBytes)
            return false;

        // Each entry occurs, and each other value takes at least its length: if that is enough, the values need not be measured.
        if (DictionaryLimits.Pays(entries, _coded.Bytes, values.Count, _coded.Bytes + (values.Count - entries) * (long)sizeof(int)))
            return true;
        var plain = 0L;
        for (var index = 0; index < values.Count; index++)
            plain += sizeof(int) + values[index].Length;
        return DictionaryLimits.Pays(entries, _coded.Bytes, values.Count, plain);
    }

    EncodedColumn WriteIndexed<TStrings>(ColumnToEncode column, ReadOnlySpan<int> places, TStrings entries)
        where TStrings : IStrings, allows ref struct
    {
        var values = new DictionaryIndices(places, entries.Count);
        pages.Cut(column, values);
        pages.WriteDictionary(new PlainStrings<TStrings>(entries), entries.Count);
        var encoding = pages.WriteData(column, values);
        _statistics.Measure(entries, places, pages.Ranges);
        return new(encoding, _statistics.All(column.Buffer.NullCount), _statistics.Pages);
    }

    EncodedColumn WritePlain<TStrings>(ColumnToEncode column, TStrings strings) where TStrings : IStrings, allows ref struct
    {
        var values = new PlainStrings<TStrings>(strings);
        pages.Cut(column, values);
        var encoding = pages.WriteData(column, values);
        _statistics.Measure(strings, pages.Ranges);
        return new(encoding, _statistics.All(column.Buffer.NullCount), _statistics.Pages);
    }
}
