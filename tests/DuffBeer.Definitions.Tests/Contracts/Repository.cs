namespace DuffBeer.Definitions.Tests.Contracts;

/// <summary>Files of the repository that the tests read as they are committed.</summary>
static class Repository
{
    static readonly string s_root = Root(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([s_root, .. parts]);

    static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "DuffBeer.sln"))
            ? folder
            : Root(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("DuffBeer.sln"));
}
