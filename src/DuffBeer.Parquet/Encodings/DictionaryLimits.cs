using System.Runtime.CompilerServices;

namespace DuffBeer.Parquet.Encodings;

/// <summary>When to stop collecting a column's distinct values, because they hardly repeat.</summary>
static class DictionaryLimits
{
    /// <summary>Bytes of a dictionary page. Readers hold it in memory, and larger ones do not fit the processor's cache.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The same for coded strings, which need no look-ups: about all that their codes may hold.</summary>
    public const int MaxCodedBytes = 2 << 20;

    /// <summary>Values to read before the share of repeats is judged.</summary>
    public const int Trial = 16_384;

    /// <summary>True once fewer than one value in sixteen was a repeat.</summary>
    public static bool HardlyRepeats(int entries, int seen) => seen >= Trial && entries > seen - seen / 16;

    /// <summary>Estimates the entries of all values if each were equally likely: a lower limit, because rare ones come late.</summary>
    /// <param name="entries">Distinct values among those seen.</param>
    public static double Expected(int entries, int seen, int values)
    {
        // The expected number from a population of p is p (1 - e^(-seen/p)), which rises with p.
        var (low, high) = ((double)entries, (double)int.MaxValue);
        double population = low;
        for (var step = 0; step < 50; step++)
        {
            population = (low + high) / 2;
            if (Distinct(population, seen) < entries)
                low = population;
            else
                high = population;
        }

        return Distinct(population, values);

        static double Distinct(double population, int draws) => population * -double.ExpM1(-draws / population);
    }

    /// <summary>True if the dictionary page and the indices are smaller than another encoding of the values.</summary>
    public static bool Pays(int entries, long bytes, int values, long otherwise) =>
        bytes + (long)values * DictionaryIndices.WidthOf(entries) / 8 < otherwise;

    /// <summary>The most entries of a given size with which a dictionary pays within its limit; 0 if none.</summary>
    public static int MaxEntries(int size, int values, long otherwise)
    {
        var (pays, not) = (0, Math.Min(values, MaxBytes / size) + 1);
        while (not - pays > 1)
        {
            var entries = (pays + not) / 2;
            if (Pays(entries, (long)entries * size, values, otherwise))
                pays = entries;
            else
                not = entries;
        }

        return pays;
    }

    /// <summary>True if the first values rise without repeats, like ids and offsets, for which no dictionary is tried.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool RisesAtFirst<T>(ReadOnlySpan<T> values) where T : unmanaged, IComparable<T>
    {
        var trial = values[..Math.Min(values.Length, Trial)];
        for (var index = 1; index < trial.Length; index++)
        {
            if (trial[index].CompareTo(trial[index - 1]) <= 0)
                return false;
        }

        return true;
    }
}
