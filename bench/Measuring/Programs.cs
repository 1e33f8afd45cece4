namespace DuffBeer.Bench.Measuring;

/// <summary>The measured programs, each in separate processes.</summary>
static class Programs
{
    static readonly string s_suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>From its own build: the copy next to this program is not compiled ahead of time.</summary>
    public static string DuffBeer => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        "..",
        "..",
        "DuffBeer.Local",
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
        "duffbeer" + s_suffix));

    /// <summary>This program, which can also run one DuckDB statement.</summary>
    public static string Self => Path.Combine(AppContext.BaseDirectory, typeof(Programs).Assembly.GetName().Name + s_suffix);
}
