using System.Globalization;

namespace DuffBeer.Bench.Measuring;

/// <summary>The rounds of two alternating programs: each round is a pair under the same load of the machine.</summary>
sealed record Pairs(IReadOnlyList<Measured> Ours, IReadOnlyList<Measured> Theirs)
{
    public double OurSeconds => Median(Ours.Select(run => run.Seconds));

    public double TheirSeconds => Median(Theirs.Select(run => run.Seconds));

    public double OurPeakMiB => Ours.Max(run => run.PeakMiB);

    public double TheirPeakMiB => Theirs.Max(run => run.PeakMiB);

    /// <summary>How many times faster we are: the median of the rounds' ratios.</summary>
    public double Ratio => Median(Ratios);

    public string EachRatio => string.Join(' ', Ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)));

    IEnumerable<double> Ratios => Ours.Zip(Theirs, (our, their) => their.Seconds / our.Seconds);

    /// <summary>
    /// Alternates both and changes their order from round to round. Each finds the input in memory, and neither waits for the other's
    /// disk writes.
    /// </summary>
    /// <param name="input">The file that both read; null if it is not one file.</param>
    public static async Task<Pairs> RunAsync(int rounds, string? input, Func<Task<Measured>> ours, Func<Task<Measured>> theirs)
    {
        var (our, their) = (new List<Measured>(), new List<Measured>());
        for (var round = 0; round < rounds; round++)
        {
            if (round % 2 == 1)
                their.Add(await AloneAsync(input, theirs));
            our.Add(await AloneAsync(input, ours));
            if (round % 2 == 0)
                their.Add(await AloneAsync(input, theirs));
        }

        return new(our, their);
    }

    static async Task<Measured> AloneAsync(string? input, Func<Task<Measured>> run)
    {
        await SettleAsync(input);
        return await run();
    }

    /// <summary>Reads a file into memory, and waits until earlier writes are on disk.</summary>
    public static async Task SettleAsync(string? input)
    {
        if (input is not null)
        {
            await using var file = File.OpenRead(input);
            await file.CopyToAsync(Stream.Null);
        }

        if (OperatingSystem.IsLinux())
            await Measured.RunAsync("sync", oneCore: false);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
