using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DuffBeer.Pages.Tests.Browsing;

/// <summary>The browser of the tests: the machine's Chromium. As root on Debian it is installed where it is missing.</summary>
static class Chromium
{
    static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "microsoft-edge", "chrome.exe", "msedge.exe"];

    /// <summary>Path of the program.</summary>
    public static string Find() => Known() ?? Installed() ?? throw new InvalidOperationException(
        "The tests of the pages need Chromium, Chrome or Edge on the PATH, or its path in DUFFBEER_CHROMIUM. "
        + "On Debian and Ubuntu: sudo apt-get install chromium.");

    static string? Known()
    {
        if (Environment.GetEnvironmentVariable("DUFFBEER_CHROMIUM") is { Length: > 0 } named)
            return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] candidates =
        [
            .. from name in s_names from folder in folders select Path.Combine(folder, name),
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        ];
        return candidates.FirstOrDefault(File.Exists);
    }

    static string? Installed()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
            return null;
        Run("apt-get update -qq");
        Run("apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core");
        return Known();
    }

    static void Run(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
            RedirectStandardOutput = true,
        })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{command}' ended with {process.ExitCode} on {RuntimeInformation.OSDescription}.");
    }
}
