namespace DuffBeer.Fuzz.Engine;

/// <summary>Makes inputs and corpora smaller.</summary>
static class Shrinker
{
    const int MostTries = 5_000;

    /// <summary>The finding with as little input as still shows it.</summary>
    public static Finding Shrunk(FuzzTarget target, Finding finding)
    {
        var (best, tries) = (finding, 0);
        for (var size = finding.Input.Length / 2; size > 0 && tries < MostTries; size = Math.Min(size, best.Input.Length) / 2)
        {
            for (var at = 0; at + size <= best.Input.Length && tries < MostTries; tries++)
            {
                byte[] less = [.. best.Input[..at], .. best.Input[(at + size)..]];
                if (Execution.Of(target, less) is { } still && still.Kind == finding.Kind)
                    best = still;
                else
                    at += size;
            }
        }

        return best;
    }

    /// <summary>The fewest small inputs that reach nearly all that the corpus reaches: each adds the most edges, in its turn.</summary>
    public static IReadOnlyList<byte[]> Cover(FuzzTarget target, IEnumerable<byte[]> corpus, int most, int mostBytes)
    {
        var left = new List<(byte[] Input, HashSet<int> Edges)>();
        foreach (var input in corpus.Where(input => input.Length <= mostBytes))
        {
            if (Execution.Of(target, input) is null)
                left.Add((input, [.. Coverage.Last()]));
        }

        var chosen = new List<byte[]>();
        while (chosen.Count < most && left.Count > 0)
        {
            var (input, edges) = left.OrderByDescending(entry => entry.Edges.Count).ThenBy(entry => entry.Input.Length).First();
            if (edges.Count == 0)
                break;
            chosen.Add(input);
            foreach (var entry in left)
            {
                if (!ReferenceEquals(entry.Edges, edges))
                    entry.Edges.ExceptWith(edges);
            }

            left.RemoveAll(entry => entry.Edges.Count == 0 || ReferenceEquals(entry.Edges, edges));
        }

        return chosen;
    }
}
