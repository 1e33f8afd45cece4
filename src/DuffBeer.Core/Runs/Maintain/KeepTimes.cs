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

    /// <summary>The times that a host's settings name.</summary>
    /// <param name="daysOf">Days of the time with this property's name; null for the default.</param>
    public static KeepTimes Of(Func<string, long?> daysOf)
    {
        var usual = new KeepTimes();
        return new()
        {
            Snapshots = Time(nameof(Snapshots), usual.Snapshots),
            Leftovers = Time(nameof(Leftovers), usual.Leftovers),
            Records = Time(nameof(Records), usual.Records),
            Exports = Time(nameof(Exports), usual.Exports),
        };

        TimeSpan Time(string name, TimeSpan otherwise) => daysOf(name) is { } days ? TimeSpan.FromDays(days) : otherwise;
    }
}
