using System.Runtime.CompilerServices;

namespace DuffBeer.Parquet.Encodings;

/// <summary>When to stop collecting a column's distinct values: the column is not repetitive.</summary>
static class DictionaryLimits
{
    /// <summary>Bytes of a dictionary page. Readers hold it whole, and beyond it lookups leave the processor's cache.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The same of strings that come coded, which need no lookups: about all that their codes may hold.</summary>
    public const int MaxCodedBytes = 2 << 20;

    /// <summary>Values to see before the share of repeats is judged.</summary>
    public const int Trial = 16_384;

    /// <summary>True once fewer than one value in sixteen was a repeat.</summary>
    public static bool HardlyRepeats(int entries, int seen) => seen >= Trial && entries > seen - seen / 16;

    /// <summary>
    /// About how many entries all values will make, were each as likely as another: at least so many, as rare ones come late.
    /// </summary>
    /// <param name="entries">Of the values seen, some of which repeat.</param>
    public static double Expected(int entries, int seen, int values)
    {
        // So many of a population of p: p (1 - e^(-seen/p)), which rises with p.
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

    /// <summary>True where the dictionary page and the indices are smaller than the values in another encoding.</summary>
    public static bool Pays(int entries, long bytes, int values, long otherwise) =>
        bytes + (long)values * DictionaryIndices.WidthOf(entries) / 8 < otherwise;

    /// <summary>The most entries of a size with which a dictionary pays and is within its limit; 0 where none does.</summary>
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

    /// <summary>True where the first values rise without a repeat: ids and offsets, for which no dictionary need be tried.</summary>
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
