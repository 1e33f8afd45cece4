namespace DuffBeer.Aws;

/// <summary>Where the lake's keys are, as Glue and Athena write it.</summary>
/// <param name="Bucket">The lake's bucket.</param>
public sealed record LakeLocation(string Bucket)
{
    public string Of(string key) => $"s3://{Bucket}/{key}";

    /// <summary>With its final slash: without one a neighbour of a longer name would belong to it.</summary>
    public string OfFolder(string folder) => Of(folder.TrimEnd('/') + "/");
}
