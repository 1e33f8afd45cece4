using DuffBeer.Core.Columns;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Selected byte strings, by their indices.</summary>
readonly ref struct PickedStrings(ByteStrings strings, ReadOnlySpan<int> indices) : IStrings
{
    readonly ByteStrings _strings = strings;
    readonly ReadOnlySpan<int> _indices = indices;

    public int Count => _indices.Length;
    public ReadOnlySpan<byte> this[int index] => _strings[_indices[index]];
}

/// <summary>Strings by their codes in a dictionary.</summary>
readonly ref struct CodedStrings(StringCodes dictionary, ReadOnlySpan<int> codes) : IStrings
{
    readonly StringCodes _dictionary = dictionary;
    readonly ReadOnlySpan<int> _codes = codes;

    public int Count => _codes.Length;
    public ReadOnlySpan<byte> this[int index] => _dictionary[_codes[index]];
}
