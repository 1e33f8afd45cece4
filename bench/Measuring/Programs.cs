using System.Runtime.InteropServices;

namespace DuffBeer.Bench.Measuring;

/// <summary>A build of the command line.</summary>
/// <param name="Path">Its program, in the folder of all that it needs.</param>
sealed record ProgramBuild(string Name, string Path)
{
    public bool IsNative { get; init; }

    /// <summary>Megabytes of its folder, without symbols and documentation of code.</summary>
    public double Megabytes => new DirectoryInfo(System.IO.Path.GetDirectoryName(Path)!)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => file.Extension is not (".pdb" or ".xml"))
        .Sum(file => file.Length) / 1e6;
}

/// <summary>The measured programs, each in separate processes.</summary>
static class Programs
{
    static readonly string s_suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>From its own build: the copy next to this program is not compiled ahead of time.</summary>
    public static string DuffBeer => OwnBuild("DuffBeer.Local", "duffbeer");

    /// <summary>A double of AWS's services, for tests.</summary>
    public static string FakeAws => OwnBuild("DuffBeer.FakeAws", "DuffBeer.FakeAws");

    /// <summary>As <c>dotnet publish src/DuffBeer.Local -c Release -r …</c> writes it.</summary>
    static string Native => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "..", "publish", "DuffBeer.Local", $"release_{RuntimeInformation.RuntimeIdentifier}",
        "duffbeer" + s_suffix));

    /// <summary>The program that the .NET runtime runs, and the native one if it has been published.</summary>
    public static IReadOnlyList<ProgramBuild> Builds =>
        File.Exists(Native)
            ? [new("duffbeer", DuffBeer), new("duffbeer, native", Native) { IsNative = true }]
            : [new("duffbeer", DuffBeer)];

    static string OwnBuild(string project, string program) => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        "..",
        "..",
        project,
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
        program + s_suffix));

    /// <summary>This program, which can also run one DuckDB statement.</summary>
    public static string Self => Path.Combine(AppContext.BaseDirectory, typeof(Programs).Assembly.GetName().Name + s_suffix);
}
