using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Measuring;

/// <summary>The machine and software of a measurement.</summary>
sealed partial record Machine(string Processor, int Cores, double MemoryGiB)
{
    static readonly string[] s_packages = ["CsvHelper", "YamlDotNet", "System.CommandLine", "Spectre.Console", "BenchmarkDotNet"];

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Processor}, {Cores} cores");

    /// <summary>File name of its results: lower-case letters, digits and hyphens.</summary>
    public string Slug => Strange().Replace(Name.ToLowerInvariant(), "-").Trim('-');

    public string Head => Prose.Wrap(string.Create(CultureInfo.InvariantCulture, $"""
        # {Name}

        {RuntimeInformation.OSDescription}, {MemoryGiB:0} GiB of memory, .NET {Environment.Version}, DuckDB {DuckDb.Version};
        {string.Join(", ", s_packages.Select(Package))}.
        Written by `dotnet run --project bench -c Release`, one section by `… -- NAME`. Timings differ from machine to machine and from
        day to day: compare ratios.

        """).ReplaceLineEndings("\n"));

    public static Machine Here() => new(
        ProcessorName(), Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30));

    static string ProcessorName() => File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
        ? line.Split(':')[1].Trim()
        : RuntimeInformation.ProcessArchitecture.ToString();

    static string Package(string name)
    {
        var assembly = Assembly.Load(name);
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString();
        return $"{name} {version?.Split('+')[0]}";
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Strange();
}
