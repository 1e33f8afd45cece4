namespace DuffBeer.Bench.Ingest;

/// <summary>A temporary folder that goes with the benchmark.</summary>
sealed class WorkFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("duffbeer-bench-").FullName;

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
