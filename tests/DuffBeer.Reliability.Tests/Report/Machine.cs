using System.Globalization;
using System.Runtime.InteropServices;

namespace DuffBeer.Reliability.Tests.Report;

/// <summary>The machine of a trial.</summary>
static class Machine
{
    public static string Here { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}");

    static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line.Split(':')[1].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
