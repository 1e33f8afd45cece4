namespace DuffBeer.Local.Tests;

/// <summary>A folder that goes with the test.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("duffbeer-").FullName;

    public string this[string relative] => System.IO.Path.Combine([Path, .. relative.Split('/')]);

    public string Write(string relative, string content = "a,b\n1,2\n")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
        File.WriteAllText(this[relative], content);
        return this[relative];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
