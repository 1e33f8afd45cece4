namespace DuffBeer.Core.Contracts;

/// <summary>Suggests the name that a mistyped one probably meant.</summary>
public static class Spelling
{
    /// <summary>The candidate with the fewest wrong, missing, extra or swapped letters; null if none is close.</summary>
    public static string? Closest(string word, IEnumerable<string> candidates)
    {
        var folded = Fold(word);
        var nearest = (
            from candidate in candidates
            let distance = Distance(folded, Fold(candidate))
            where distance <= Math.Max(folded.Length, candidate.Length) * 2 / 5
            orderby distance, candidate.Length
            select candidate).FirstOrDefault();
        return nearest;
    }

    /// <summary>The end of a sentence: <c>; did you mean 'x'?</c>, or nothing.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Closest(word, candidates) is { } closest ? $"; did you mean '{closest}'?" : "";

    static string Fold(string text) => text.Trim().Replace('-', '_').Replace(' ', '_').ToLowerInvariant();

    // Damerau-Levenshtein, adjacent swaps only; three rows are enough.
    static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            (before, last, row) = (last, row, before);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
        }

        return row[b.Length];
    }
}
