using System.Diagnostics;

namespace DuffBeer.Tests.Shared;

/// <summary>
/// The command line as a process: the build under test, or the program that the variable DUFFBEER_PROGRAM names, such as a native one.
/// </summary>
static class DuffBeerProgram
{
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>Path of another program than the build under test; null if there is none.</summary>
    public static string? Named { get; } =
        Environment.GetEnvironmentVariable("DUFFBEER_PROGRAM") is { Length: > 0 } path ? path : null;

    public static ProcessStartInfo StartOf(params IEnumerable<string> arguments)
    {
        var start = Named is { } program
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo(DotNet(), [Path.Combine(AppContext.BaseDirectory, "duffbeer.dll"), .. arguments]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.Environment["NO_COLOR"] = "1";
        return start;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="variables">Its environment besides that of the tests.</param>
    public static async Task<(int Code, string Out, string Error)> CallAsync(
        IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? variables = null)
    {
        var start = StartOf(arguments);
        foreach (var (name, value) in variables ?? [])
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(s_patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    // The tests may run in a dotnet that is not on the PATH.
    static string DotNet() =>
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
}
