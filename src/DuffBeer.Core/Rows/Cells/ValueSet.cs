using System.Text;

namespace DuffBeer.Core.Rows.Cells;

/// <summary>A few declared texts, looked up by their UTF-8 bytes without creating a string.</summary>
sealed class ValueSet(IEnumerable<string> values)
{
    readonly byte[][] _values = [.. values.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Contracts declare a handful of values; comparing them one by one is faster than hashing.</summary>
    public bool Contains(ReadOnlySpan<byte> value)
    {
        foreach (var candidate in _values)
        {
            if (value.SequenceEqual(candidate))
                return true;
        }

        return false;
    }
}
