using System.Globalization;
using DuffBeer.Core.Runs;
using DuffBeer.Parquet;

namespace DuffBeer.Local.Embedding;

/// <summary>Names that tell one program, or one moment, from another.</summary>
static class Fingerprint
{
    const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    /// <summary>The same for the same build: a journal of another one is not resumed.</summary>
    public static string OfProgram { get; } = string.Concat(
        new[] { typeof(IngestFile), typeof(ParquetPartWriter) }.Select(type => type.Module.ModuleVersionId.ToString("n")[..8]));

    /// <summary>A snapshot's id: UTC to the millisecond, so ids sort by time.</summary>
    public static string TimeId(DateTimeOffset at) => at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string NextTimeId(string id) =>
        TimeId(DateTimeOffset.ParseExact(id, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).AddMilliseconds(1));
}
