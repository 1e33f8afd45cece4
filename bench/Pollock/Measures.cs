namespace DuffBeer.Bench.Pollock;

/// <param name="Precision">How much of what was loaded was expected.</param>
/// <param name="Recall">How much of what was expected was loaded.</param>
/// <param name="F1">Their harmonic mean.</param>
readonly record struct Match(double Precision, double Recall, double F1)
{
    public static Match Full { get; } = new(1, 1, 1);

    public double Sum => Precision + Recall + F1;

    /// <summary>Compares two collections without regard to order. If nothing is expected, everything is loaded.</summary>
    public static Match Of(IReadOnlyCollection<string> expected, IReadOnlyCollection<string> loaded)
    {
        if (expected.Count == 0)
            return Full;
        var left = expected.CountBy(value => value).ToDictionary();
        var common = 0;
        foreach (var value in loaded)
        {
            if (left.GetValueOrDefault(value) <= 0)
                continue;
            left[value]--;
            common++;
        }

        return common == 0
            ? default
            : new((double)common / loaded.Count, (double)common / expected.Count, 2.0 * common / (loaded.Count + expected.Count));
    }

    public static Match Mean(IReadOnlyCollection<Match> matches) =>
        new(matches.Average(match => match.Precision), matches.Average(match => match.Recall), matches.Average(match => match.F1));
}

/// <summary>The benchmark's ten measures of one file: success, and precision, recall and F1 of header, records and cells.</summary>
readonly record struct Measures(double Success, Match Header, Match Records, Match Cells)
{
    const char Between = '\u001F';

    /// <summary>0 to 10.</summary>
    public double Sum => Success + Header.Sum + Records.Sum + Cells.Sum;

    /// <param name="expected">What should be loaded.</param>
    /// <param name="loaded">Null if the file was refused.</param>
    public static Measures Of(LoadedTable expected, LoadedTable? loaded) => loaded is null
        ? default
        : new(
            1,
            Match.Of(expected.Header ?? [], loaded.Header ?? []),
            Match.Of([.. expected.Rows.Select(Joined)], [.. loaded.Rows.Select(Joined)]),
            Match.Of(CellsOf(expected, expected.Header), CellsOf(loaded, expected.Header is null ? null : loaded.Header)));

    public static Measures Mean(IEnumerable<Measures> files)
    {
        var all = files.ToList();
        return new(
            all.Average(file => file.Success),
            Match.Mean([.. all.Select(file => file.Header)]),
            Match.Mean([.. all.Select(file => file.Records)]),
            Match.Mean([.. all.Select(file => file.Cells)]));
    }

    static string Joined(IReadOnlyList<string> row) => string.Join(Between, row);

    static string[] CellsOf(LoadedTable table, IReadOnlyList<string>? header) => [.. header ?? [], .. table.Rows.SelectMany(row => row)];
}
