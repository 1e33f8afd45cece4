namespace DuffBeer.Aws.Athena;

/// <summary>Where Athena runs, and what it leaves where.</summary>
public sealed class AthenaOptions
{
    /// <summary>Default: <c>primary</c>. It must not enforce its output location: models are written where we say.</summary>
    public string WorkGroup { get; set; } = "primary";

    /// <summary>
    /// <c>s3://bucket/prefix/</c> for results of queries; where none is given, the workgroup's own. Athena reuses results only of
    /// the workgroup's own.
    /// </summary>
    public string? OutputLocation { get; set; }

    /// <summary>
    /// For how many minutes Athena may answer a repeated question from the result of the first, 0 to 10,080; 0: never. Default: 60.
    /// </summary>
    /// <remarks>Safe at any age: tables' names bear the snapshot, and datasets' runs stand in the text.</remarks>
    public int ReuseMinutes { get; set; } = 60;

    /// <summary>
    /// The wait before the first look whether a query has ended; each later one is longer, up to two seconds. Default: 100 ms.
    /// </summary>
    public TimeSpan FirstPoll { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Missing or invalid settings; empty where all are valid.</summary>
    public IEnumerable<string> Problems()
    {
        if (WorkGroup.Length == 0)
            yield return "the workgroup of Athena is empty";
        if (OutputLocation is not null && !OutputLocation.StartsWith("s3://", StringComparison.Ordinal))
            yield return $"the output location of Athena must be s3://bucket/prefix/, not '{OutputLocation}'";
        if (ReuseMinutes is < 0 or > 10_080)
            yield return $"Athena reuses results for 0 to 10080 minutes, not {ReuseMinutes}";
    }
}
