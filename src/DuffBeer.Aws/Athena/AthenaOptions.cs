namespace DuffBeer.Aws.Athena;

/// <summary>Where Athena runs and where its results go.</summary>
public sealed class AthenaOptions
{
    /// <summary>Default: <c>primary</c>. It must not enforce its output location, because models are written to the lake.</summary>
    public string WorkGroup { get; set; } = "primary";

    /// <summary><c>s3://bucket/prefix/</c> for query results. Default: the workgroup's own location.</summary>
    /// <remarks>Athena reuses results only from the workgroup's own location.</remarks>
    public string? OutputLocation { get; set; }

    /// <summary>For how many minutes Athena may answer a repeated query from its first result: 0 (never) to 10,080. Default: 60.</summary>
    /// <remarks>Safe at any age: tables are named by snapshot, and lists of runs by their content.</remarks>
    public int ReuseMinutes { get; set; } = 60;

    /// <summary>Delay before the first check whether a query has ended; it grows to two seconds. Default: 100 ms.</summary>
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
