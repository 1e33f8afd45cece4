using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Parquet;

namespace DuffBeer.Local.Wiring;

/// <summary>Identifies the build of the program.</summary>
static class Fingerprint
{
    /// <summary>Equal for the same build: a journal of another build is not resumed.</summary>
    public static string OfProgram { get; } = string.Concat(
        new[] { typeof(IngestFile), typeof(ParquetPartWriter) }.Select(type => type.Module.ModuleVersionId.ToString("n")[..8]));
}
