namespace DuffBeer.Tests.Shared;

/// <summary>A folder that is deleted after the test.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("duffbeer-").FullName;

    /// <summary>The path below the folder, with slashes on every system.</summary>
    public string this[string relative] => System.IO.Path.Combine([Path, .. relative.Split('/')]);

    public string Folder(string relative) => Directory.CreateDirectory(this[relative]).FullName;

    public string Write(string relative, string content = "a,b\n1,2\n")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
        File.WriteAllText(this[relative], content);
        return this[relative];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
