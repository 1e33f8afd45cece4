using System.Diagnostics;
using System.Globalization;
using SharpFuzz;

namespace DuffBeer.Fuzz.Engine;

/// <summary>Runs campaigns in a process of its own, over instrumented copies of the product's assemblies.</summary>
static class CampaignProcess
{
    static readonly string s_here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);

    /// <summary>Copies this program and instruments the product in the copy.</summary>
    public static string Instrument()
    {
        var copy = Path.Combine(Path.GetDirectoryName(s_here)!, "instrumented");
        if (Directory.Exists(copy))
            Directory.Delete(copy, recursive: true);
        foreach (var file in Directory.EnumerateFiles(s_here, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(s_here, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        foreach (var assembly in Directory.EnumerateFiles(copy, "DuffBeer.*.dll").Where(IsProduct))
            Fuzzer.Instrument(assembly, _ => true, Options.Value);
        return copy;
    }

    /// <summary>One target's campaign. Where the process dies or hangs, that input is a finding and another process goes on.</summary>
    /// <returns>Whether nothing was found.</returns>
    public static bool Run(string copy, CampaignSettings settings)
    {
        Directory.CreateDirectory(settings.Folder);
        using var watched = new WatchedInput(settings.WatchFile);
        watched.Set(0, []);
        var isClean = true;
        for (var process = 0; watched.Count < settings.Iterations; process++)
        {
            var start = new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    Path.Combine(copy, "DuffBeer.Fuzz.dll"), "run", settings.Target, Text(settings.Iterations),
                    Text(settings.Seed + process), settings.Folder,
                },
            };
            using var child = Process.Start(start)!;
            child.WaitForExit();
            isClean &= child.ExitCode == 0;
            if (child.ExitCode is 0 or CampaignRun.Found)
                return isClean;
            var (input, file) = (watched.Input, Path.Combine(settings.Folder, Text(watched.Count) + ".died"));
            File.WriteAllBytes(file, input);
            Console.WriteLine($"{settings.Target}: the process ended with {child.ExitCode} at input {watched.Count}, kept in {file}");
        }

        return isClean;
    }

    static bool IsProduct(string assembly) => Path.GetFileName(assembly) != "DuffBeer.Fuzz.dll";

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Folder">Where findings and the corpus are kept.</param>
sealed record CampaignSettings(string Target, long Iterations, int Seed, string Folder)
{
    public string WatchFile => Path.Combine(Folder, "reading");
}
