namespace DuffBeer.Parquet.Encodings;

/// <summary>Non-null UTF-8 strings by index.</summary>
interface IStrings
{
    int Count { get; }

    ReadOnlySpan<byte> this[int index] { get; }
}
