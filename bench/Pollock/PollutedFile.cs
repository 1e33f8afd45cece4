namespace DuffBeer.Bench.Pollock;

/// <summary>What a loader should make of a file.</summary>
/// <param name="Header">Null if the file has none.</param>
sealed record LoadedTable(IReadOnlyList<string>? Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public static LoadedTable Empty { get; } = new(null, []);

    /// <summary>What the benchmark expects of a file without a header.</summary>
    public LoadedTable WithFirstRowAsHeader() => Header is null && Rows.Count > 0 ? new(Rows[0], [.. Rows.Skip(1)]) : this;
}

/// <summary>A file with one pollution.</summary>
/// <param name="Name">As in the benchmark.</param>
/// <param name="Kind">The pollution in words; several files may share it.</param>
/// <param name="Weight">How often the pollution occurs in the benchmark's survey of 3,712 files, divided among its files.</param>
/// <param name="Dataset">The contract that reads it.</param>
sealed record PollutedFile(string Name, string Kind, double Weight, string Dataset, byte[] Content, LoadedTable Expected);
