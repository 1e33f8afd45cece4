namespace DuffBeer.Aws;

/// <summary>Locations of the lake's keys, as Glue and Athena write them.</summary>
/// <param name="Bucket">The lake's bucket.</param>
public sealed record LakeLocation(string Bucket)
{
    public string Of(string key) => $"s3://{Bucket}/{key}";

    /// <summary>With a final slash; without it, a folder with a longer name would match too.</summary>
    public string OfFolder(string folder) => Of(folder.TrimEnd('/') + "/");
}
