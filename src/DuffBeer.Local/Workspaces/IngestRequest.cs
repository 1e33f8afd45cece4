using DuffBeer.Core.Failures;

namespace DuffBeer.Local.Workspaces;

/// <summary>A file to ingest in place.</summary>
/// <param name="Path">Absolute path, or <c>s3://bucket/key</c>.</param>
/// <param name="Name">The part of its key after the dataset's prefix; for an object, its key.</param>
sealed record SourceFile(string Path, string Name)
{
    const string Scheme = "s3://";

    /// <summary>The bucket of an object; null for a file.</summary>
    public string? Bucket => IsObject(Path) ? Path[Scheme.Length..^(Name.Length + 1)] : null;

    public static bool IsObject(string path) => path.StartsWith(Scheme, StringComparison.Ordinal);

    /// <param name="address">Such as <c>s3://bucket/key</c>.</param>
    public static SourceFile OfObject(string address) =>
        address.IndexOf('/', Scheme.Length) is > 5 and var slash && slash < address.Length - 1
            ? new(address, address[(slash + 1)..])
            : throw new TerminalException(ProblemCode.BadRequest, $"Expected s3://bucket/key, but found '{address}'.");
}

/// <param name="Dataset">Null: found by contract pattern, then by header.</param>
/// <param name="Key">The whole key; null for the dataset's prefix and the source's name.</param>
/// <param name="Verify">Count the rows a second time, independently, and compare the counts.</param>
/// <param name="AsVersion">Contract version to read it by; null: the one valid on the file's date, or whose header fits.</param>
sealed record IngestRequest(
    SourceFile Source, string? Dataset = null, string? Key = null, bool Verify = false, int? AsVersion = null);

/// <param name="Stage">Inspect, Transform, Verify, Judge, Publish.</param>
/// <param name="TotalBytes">Null if only reading shows it.</param>
readonly record struct IngestProgress(string Stage, long Bytes, long? TotalBytes, long Rows, long Rejects);
