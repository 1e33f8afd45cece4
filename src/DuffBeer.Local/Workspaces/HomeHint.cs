using DuffBeer.Core.Failures;

namespace DuffBeer.Local.Workspaces;

/// <summary>What to do where a folder is no home.</summary>
static class HomeHint
{
    public static string Missing(string home) =>
        $"There is no home in {home}.{LikelyName.Hint(home, Beside(home))} Give another folder with --home, or create this one with "
            + "'duffbeer ingest FILE'. 'duffbeer demo' makes one with sample data.";

    static IEnumerable<string> Beside(string home)
    {
        var parent = Path.GetDirectoryName(home);
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent).Where(folder => Directory.Exists(Path.Combine(folder, "lake")))
            : [];
    }
}
