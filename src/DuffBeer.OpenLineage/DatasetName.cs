namespace DuffBeer.OpenLineage;

/// <summary>A dataset as the naming conventions of OpenLineage name it.</summary>
/// <param name="Namespace"><c>s3://bucket</c>, or <c>file</c>.</param>
/// <param name="Name">The key in the bucket, or the absolute path.</param>
public readonly record struct DatasetName(string Namespace, string Name)
{
    public static DatasetName OfObject(string bucket, string key) => new($"s3://{bucket}", key.TrimEnd('/'));

    public static DatasetName OfFile(string path) => new("file", Path.GetFullPath(path).Replace('\\', '/').TrimEnd('/'));

    /// <summary>The address of what has the datasets of the namespace.</summary>
    internal string SourceUri => Namespace == "file" ? "file:///" : Namespace;
}
