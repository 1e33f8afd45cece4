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

    public void Dispose() => Delete(Path);

    /// <summary>
    /// Deletes a folder. A request that the host has given up may still write into it for a moment, so that a folder which
    /// was empty a moment ago is not; it is tried again for ten seconds.
    /// </summary>
    public static void Delete(string folder)
    {
        for (var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(10); ;)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
            }
            catch (IOException) when (DateTime.UtcNow < deadline)
            {
            }

            if (!Directory.Exists(folder))
                return;
            Thread.Sleep(20);
        }
    }
}
