using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using DuffBeer.Parquet.Encodings;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>Smallest and largest string of each page and of all.</summary>
/// <remarks>Compares strings by their first eight bytes, as a number, and completely only if these are equal.</remarks>
sealed class StringStatistics
{
    /// <summary>Values per dictionary entry of a page, below which the page's own strings are not marked.</summary>
    const int FewEntries = 8;

    readonly Scratch<ulong> _keys = new();
    readonly Scratch<byte> _seen = new();
    Bound? _min;
    Bound? _max;

    public ColumnStatistics[] Pages { get; private set; } = [];

    /// <summary>Bytes of memory kept.</summary>
    public long Held => _keys.Held + _seen.Held;

    public ColumnStatistics All(long nulls) => new(_min, _max, nulls);

    /// <summary>Measures strings given by their indices among the distinct ones.</summary>
    /// <param name="places">May be empty if there is only one entry.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Measure<TStrings>(TStrings entries, ReadOnlySpan<int> places, ReadOnlySpan<PageRange> pages)
        where TStrings : IStrings, allows ref struct
    {
        var keys = Keys(entries);
        var all = new Extremes<TStrings>(entries, 0, keys[0]);
        for (var entry = 1; entry < keys.Length; entry++)
            all.Widen(entry, keys[entry]);
        (_min, _max) = (StringBounds.Lower(entries[all.Min]), StringBounds.Upper(entries[all.Max]));

        Pages = new ColumnStatistics[pages.Length];
        for (var page = 0; page < pages.Length; page++)
        {
            var range = pages[page];
            var (min, max) = (_min, _max);
            if (range.Values > 0 && entries.Count > 1)
                (min, max) = Of(entries, keys, places.Slice(range.FirstValue, range.Values), all);
            Pages[page] = range.Values == 0 ? new(null, null, range.Nulls) : new(min, max, range.Nulls);
        }
    }

    /// <summary>Measures distinct strings.</summary>
    public void Measure<TStrings>(TStrings strings, ReadOnlySpan<PageRange> pages) where TStrings : IStrings, allows ref struct
    {
        Pages = new ColumnStatistics[pages.Length];
        var all = default(Extremes<TStrings>);
        var any = false;
        for (var page = 0; page < pages.Length; page++)
        {
            var range = pages[page];
            if (range.Values == 0)
            {
                Pages[page] = new(null, null, range.Nulls);
                continue;
            }

            var extremes = new Extremes<TStrings>(strings, range.FirstValue, Key(strings[range.FirstValue]));
            for (var index = range.FirstValue + 1; index < range.FirstValue + range.Values; index++)
                extremes.Widen(index, Key(strings[index]));
            Pages[page] = new(StringBounds.Lower(strings[extremes.Min]), StringBounds.Upper(strings[extremes.Max]), range.Nulls);

            if (!any)
                all = extremes;
            all.Widen(extremes.Min, Key(strings[extremes.Min]));
            all.Widen(extremes.Max, Key(strings[extremes.Max]));
            any = true;
        }

        _min = any ? StringBounds.Lower(strings[all.Min]) : null;
        _max = any ? StringBounds.Upper(strings[all.Max]) : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    (Bound? Min, Bound? Max) Of<TStrings>(TStrings entries, ReadOnlySpan<ulong> keys, ReadOnlySpan<int> places, Extremes<TStrings> all)
        where TStrings : IStrings, allows ref struct
    {
        // Where few strings repeat, the smallest and the largest of all are soon found in each page.
        if (places.Contains(all.Min) && places.Contains(all.Max))
            return (_min, _max);
        var page = new Extremes<TStrings>(entries, places[0], keys[places[0]]);
        if (entries.Count > places.Length / FewEntries)
        {
            foreach (var place in places)
                page.Widen(place, keys[place]);
        }
        else
        {
            // Branches on values that repeat in random order would be mispredicted; marks need none.
            var seen = _seen.Take(entries.Count);
            seen.Clear();
            foreach (var place in places)
                seen[place] = 1;
            for (var entry = 0; entry < seen.Length; entry++)
            {
                if (seen[entry] != 0)
                    page.Widen(entry, keys[entry]);
            }
        }

        return (StringBounds.Lower(entries[page.Min]), StringBounds.Upper(entries[page.Max]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    ReadOnlySpan<ulong> Keys<TStrings>(TStrings strings) where TStrings : IStrings, allows ref struct
    {
        // A common prefix cannot distinguish the strings.
        var prefix = strings[0];
        for (var index = 1; index < strings.Count && !prefix.IsEmpty; index++)
            prefix = prefix[..prefix.CommonPrefixLength(strings[index])];

        var keys = _keys.Take(strings.Count);
        for (var index = 0; index < keys.Length; index++)
            keys[index] = Key(strings[index][prefix.Length..]);
        return keys;
    }

    static ulong Key(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(text);
        var key = 0UL;
        for (var index = 0; index < text.Length; index++)
            key |= (ulong)text[index] << 56 - 8 * index;
        return key;
    }

    ref struct Extremes<TStrings>(TStrings strings, int first, ulong key) where TStrings : IStrings, allows ref struct
    {
        readonly TStrings _strings = strings;
        ulong _minKey = key;
        ulong _maxKey = key;

        public int Min { get; private set; } = first;
        public int Max { get; private set; } = first;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Widen(int index, ulong key)
        {
            if (key > _minKey && key < _maxKey)
                return;
            if (index == Min || index == Max)
                return;
            if (key < _minKey || (key == _minKey && _strings[index].SequenceCompareTo(_strings[Min]) < 0))
                (Min, _minKey) = (index, key);
            else if (key > _maxKey || (key == _maxKey && _strings[index].SequenceCompareTo(_strings[Max]) > 0))
                (Max, _maxKey) = (index, key);
        }
    }
}
