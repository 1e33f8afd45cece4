namespace DuffBeer.Bench.Measuring;

/// <summary>A temporary folder, deleted with the benchmark.</summary>
sealed class WorkFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("duffbeer-bench-").FullName;

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>An empty path in the folder.</summary>
    public string Empty(string name)
    {
        if (Directory.Exists(Of(name)))
            Directory.Delete(Of(name), recursive: true);
        return Of(name);
    }

    /// <summary>Megabytes of all Parquet files under a path in the folder.</summary>
    public double ParquetMegabytes(string name) =>
        new DirectoryInfo(Of(name)).EnumerateFiles("*.parquet", SearchOption.AllDirectories).Sum(file => file.Length) / 1e6;

    public int ParquetFiles(string name) => Directory.EnumerateFiles(Of(name), "*.parquet", SearchOption.AllDirectories).Count();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
