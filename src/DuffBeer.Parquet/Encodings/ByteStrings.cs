namespace DuffBeer.Parquet.Encodings;

/// <summary>Byte strings back to back.</summary>
readonly ref struct ByteStrings(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> ends) : IStrings
{
    readonly ReadOnlySpan<byte> _bytes = bytes;
    readonly ReadOnlySpan<int> _ends = ends;

    public int Count => _ends.Length;

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return _bytes[start.._ends[index]];
        }
    }

    /// <summary>Bytes of all strings in plain encoding.</summary>
    public long PlainLength => Count == 0 ? 0 : _ends[^1] + (long)Count * sizeof(int);
}
