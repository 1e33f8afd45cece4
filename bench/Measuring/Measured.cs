using System.Diagnostics;
using System.Globalization;

namespace DuffBeer.Bench.Measuring;

/// <summary>A process's wall-clock seconds, its peak resident memory in MiB, and what it wrote to standard output.</summary>
sealed record Measured(double Seconds, double PeakMiB, string Output)
{
    /// <summary>Time on all cores, without the last milliseconds.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>Runs a command to its end, on one core or all.</summary>
    public static async Task<Measured> RunAsync(string file, bool oneCore, params IEnumerable<string> arguments)
    {
        var start = oneCore ? new ProcessStartInfo("taskset", ["-c", "0", file, .. arguments]) : new ProcessStartInfo(file, arguments);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var (peak, processor) = (0.0, 0.0);
        while (!process.WaitForExit(10))
            (peak, processor) = (Math.Max(peak, PeakOf(process.Id)), Math.Max(processor, ProcessorOf(process)));
        var seconds = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new(seconds, peak, await output) { ProcessorSeconds = processor }
            : throw new InvalidOperationException(
                $"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await error}");
    }

    /// <summary>Runs a command that may fail.</summary>
    public static async Task TryAsync(string file, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
    }

    static double ProcessorOf(Process process)
    {
        try
        {
            return process.TotalProcessorTime.TotalSeconds;
        }
        catch (Exception ended) when (ended is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return 0;
        }
    }

    // The kernel's high-water mark, so polling misses only the last milliseconds.
    static double PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
