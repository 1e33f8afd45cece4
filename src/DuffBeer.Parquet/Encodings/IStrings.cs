namespace DuffBeer.Parquet.Encodings;

/// <summary>UTF-8 strings by their index, none of them null.</summary>
interface IStrings
{
    int Count { get; }

    ReadOnlySpan<byte> this[int index] { get; }
}
