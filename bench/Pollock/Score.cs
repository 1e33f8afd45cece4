namespace DuffBeer.Bench.Pollock;

/// <summary>The result of one file.</summary>
readonly record struct FileScore(PollutedFile File, Measures Measures);

/// <summary>The files of one kind of pollution.</summary>
/// <param name="Weight">Their share of all weights.</param>
/// <param name="Mean">Of each measure.</param>
sealed record KindScore(string Kind, int Files, double Weight, Measures Mean)
{
    /// <summary>What the kind takes from a weighted score of 10.</summary>
    public double Lost => Weight * (10 - Mean.Sum);
}

/// <summary>The score of all files.</summary>
sealed record Score(IReadOnlyList<FileScore> Files)
{
    public static Score Of(IEnumerable<PollutedFile> files, IReadOnlyDictionary<string, LoadedTable?> loaded) =>
        new([.. files.Select(file => new FileScore(file, Measures.Of(file.Expected, loaded[file.Name])))]);

    /// <summary>0 to 10: each file counts the same.</summary>
    public double Simple => Files.Average(file => file.Measures.Sum);

    /// <summary>0 to 10: each file counts as often as its pollution occurs.</summary>
    public double Weighted => Files.Sum(file => file.File.Weight * file.Measures.Sum) / AllWeights;

    /// <summary>In the order of their first files.</summary>
    public IReadOnlyList<KindScore> Kinds =>
    [
        .. from file in Files
           group file by file.File.Kind into kind
           select new KindScore(
               kind.Key, kind.Count(), kind.Sum(file => file.File.Weight) / AllWeights, Measures.Mean(kind.Select(file => file.Measures))),
    ];

    double AllWeights => Files.Sum(file => file.File.Weight);
}
