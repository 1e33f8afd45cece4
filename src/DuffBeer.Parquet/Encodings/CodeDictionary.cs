using System.Runtime.CompilerServices;
using DuffBeer.Core.Columns;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Numbers the codes of a row group in the order of their first occurrence.</summary>
/// <remarks>So the same rows give the same bytes, whatever else the codes' dictionary holds.</remarks>
sealed class CodeDictionary
{
    const int None = -1;

    /// <summary>Each code's index; all <see cref="None"/> between two uses.</summary>
    int[] _places = [];
    int[] _entries = new int[128];
    int _count;

    /// <summary>The code of each entry.</summary>
    public ReadOnlySpan<int> Entries => _entries.AsSpan(0, _count);

    /// <summary>Bytes of all entries in plain encoding.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of memory kept.</summary>
    public long Held => (_places.Length + (long)_entries.Length) * sizeof(int);

    /// <summary>Writes each code's index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Index(StringCodes dictionary, ReadOnlySpan<int> codes, Span<int> indices)
    {
        (_count, Bytes) = (0, 0);
        if (_places.Length < dictionary.Count)
        {
            _places = new int[Math.Max(dictionary.Count, _places.Length * 2)];
            _places.AsSpan().Fill(None);
        }

        var places = _places.AsSpan(0, dictionary.Count);
        indices = indices[..codes.Length];
        for (var at = 0; at < codes.Length; at++)
        {
            ref var place = ref places[codes[at]];
            if (place == None)
                place = Add(codes[at], dictionary[codes[at]].Length);
            indices[at] = place;
        }

        // Only the used entries: the next row group may have few rows, and the dictionary many values.
        foreach (var code in Entries)
            places[code] = None;
    }

    int Add(int code, int length)
    {
        if (_count == _entries.Length)
            Array.Resize(ref _entries, _count * 2);
        _entries[_count] = code;
        Bytes += sizeof(int) + length;
        return _count++;
    }
}
