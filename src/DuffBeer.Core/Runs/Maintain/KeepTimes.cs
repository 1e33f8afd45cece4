namespace DuffBeer.Core.Runs.Maintain;

/// <summary>How long things stay in the lake that are no longer needed.</summary>
public sealed record KeepTimes
{
    /// <summary>The longest time that settings accept.</summary>
    public const int MostDays = 36_500;

    /// <summary>
    /// A snapshot, and the versions of models that only it shows, after a newer one took its place; also one of an Iceberg table.
    /// Default: 30 days.
    /// </summary>
    public TimeSpan Snapshots { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Files of replaced and failed attempts, and files that nothing names. Default: 7 days.</summary>
    /// <remarks>No activity takes that long, so what is older is not being written.</remarks>
    public TimeSpan Leftovers { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Records of refreshes, of maintenance, and of runs that published nothing and whose file is gone. Default: 90 days.
    /// </summary>
    public TimeSpan Records { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The snapshot that an exported report was made from. The report itself is never deleted. Default: 90 days.</summary>
    public TimeSpan Exports { get; init; } = TimeSpan.FromDays(90);
}
