namespace DuffBeer.Core.Failures;

/// <summary>The known name that a mistyped one most likely means.</summary>
public static class LikelyName
{
    /// <summary>Null if no known name is similar.</summary>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        var names = known.ToList();
        var (nearest, distance) = (
            from name in names
            select (Name: name, Distance: Distance(typed.ToLowerInvariant(), name.ToLowerInvariant()))
            into measured
            orderby measured.Distance
            select measured).FirstOrDefault();
        if (nearest is not null && distance <= Math.Max(1, Math.Max(typed.Length, nearest.Length) / 3))
            return nearest;
        // A part of a name is enough if only one name has it.
        var containing = typed.Length < 3
            ? []
            : names.Where(name => name.Contains(typed, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return containing is [var only] ? only : null;
    }

    /// <summary><c> Did you mean 'x'?</c> with the space before it; empty if no known name is similar.</summary>
    public static string Hint(string typed, IEnumerable<string> known) => Of(typed, known) is { } name ? $" Did you mean '{name}'?" : "";

    /// <summary><c> (did you mean x?)</c>, for the middle of a sentence; empty if no known name is similar.</summary>
    public static string Aside(string typed, IEnumerable<string> known) =>
        Of(typed, known) is { } name ? $" (did you mean {name}?)" : "";

    /// <summary>The mistake of a parameter that does not exist.</summary>
    public static string OfParameter(string typed, IReadOnlyList<string> known) => known.Count == 0
        ? $"there is no parameter {typed}; there are none"
        : $"there is no parameter {typed}{Aside(typed, known)}; the parameters are "
            + string.Join(", ", known);

    /// <summary>Edits from one text to the other; exchanging two neighbours is one edit.</summary>
    static int Distance(string from, string to)
    {
        var (before, last, now) = (new int[to.Length + 1], Enumerable.Range(0, to.Length + 1).ToArray(), new int[to.Length + 1]);
        for (var row = 1; row <= from.Length; row++)
        {
            now[0] = row;
            for (var column = 1; column <= to.Length; column++)
            {
                var edit = from[row - 1] == to[column - 1] ? 0 : 1;
                now[column] = Math.Min(Math.Min(now[column - 1], last[column]) + 1, last[column - 1] + edit);
                if (row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1])
                    now[column] = Math.Min(now[column], before[column - 2] + 1);
            }

            (before, last, now) = (last, now, before);
        }

        return last[to.Length];
    }
}
