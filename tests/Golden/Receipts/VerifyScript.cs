using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace DuffBeer.Golden.Tests.Receipts;

/// <summary>What the independent script says of a home.</summary>
sealed record ScriptAnswer(
    bool Ok, long Runs, long Snapshots, long Files, long WithoutReceipt, long SourcesGone, long SourcesReplaced,
    IReadOnlyList<string> Wrong);

/// <summary>Runs <c>verify.py</c> with the machine's Python 3. As root on Debian it is installed where it is missing.</summary>
static class VerifyScript
{
    static readonly string s_script = typeof(VerifyScript).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "VerifyScript").Value!;

    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    static readonly Lazy<string> s_python = new(Find);

    public static ScriptAnswer Run(string home) =>
        JsonSerializer.Deserialize<ScriptAnswer>(Run(s_python.Value, [s_script, home], isGood: code => code is 0 or 1), s_json)!;

    static string Find()
    {
        if (Known() is { } known)
            return known;
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get"))
            Run("/bin/sh", ["-c", "apt-get update -qq && apt-get install -y -qq --no-install-recommends python3"], code => code == 0);
        return Known() ?? throw new InvalidOperationException(
            "The tests of receipts need Python 3 on the PATH. On Debian and Ubuntu: sudo apt-get install python3.");
    }

    static string? Known() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "python3", "python3.exe" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    static string Run(string program, IEnumerable<string> arguments, Func<int, bool> isGood)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" }, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return isGood(process.ExitCode) ? output : throw new InvalidOperationException(errors.Result);
    }
}
