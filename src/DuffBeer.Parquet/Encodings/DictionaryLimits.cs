using System.Numerics;

namespace DuffBeer.Parquet.Encodings;

/// <summary>When to stop collecting a column's distinct values: the column is not repetitive.</summary>
static class DictionaryLimits
{
    /// <summary>Bytes of a dictionary page. Readers hold it whole, and beyond it lookups leave the processor's cache.</summary>
    const int MaxBytes = 1 << 20;

    /// <summary>Values to see before the share of repeats is judged.</summary>
    const int Trial = 16_384;

    /// <summary>True once the entries are too large, or fewer than one value in sixteen was a repeat.</summary>
    public static bool Outgrown(int entries, long bytes, int seen) =>
        bytes > MaxBytes || (seen >= Trial && entries > seen - seen / 16);

    /// <summary>True where the dictionary page and the indices are smaller than the values in another encoding.</summary>
    public static bool Pays(int entries, long bytes, int values, long otherwise) =>
        bytes + (long)values * DictionaryIndices.WidthOf(entries) / 8 < otherwise;

    /// <summary>True where the first values rise without a repeat: ids and offsets, for which no dictionary need be tried.</summary>
    public static bool RisesAtFirst<T>(ReadOnlySpan<T> values) where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        var trial = values[..Math.Min(values.Length, Trial)];
        for (var index = 1; index < trial.Length; index++)
        {
            if (trial[index] <= trial[index - 1])
                return false;
        }

        return true;
    }
}
