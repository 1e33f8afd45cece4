namespace DuffBeer.Aws;

/// <summary>How to reach AWS. Section <c>Aws</c>; the SDK finds what is not set (environment, profile, instance).</summary>
public sealed record AwsOptions
{
    public const string Section = "Aws";

    /// <summary>Such as <c>eu-central-1</c>. Default: <c>AWS_REGION</c>, then the profile's.</summary>
    public string? Region { get; init; }

    /// <summary>
    /// A base URL instead of AWS's own, for emulators; S3 then uses path-style requests. Default: <c>AWS_ENDPOINT_URL</c>.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>
    /// An explicit key; set both or none. Default: the SDK's chain (environment, profile, single sign-on, container, instance).
    /// </summary>
    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    /// <summary>The role to assume. Default: none.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Names the session in AWS's logs. Default: duffbeer.</summary>
    public string RoleSessionName { get; init; } = "duffbeer";

    /// <summary>Audience of the Azure managed identity's token; with it, the role is assumed by that token, without keys.</summary>
    public string? AzureAudience { get; init; }

    /// <summary>The client id of a user-assigned identity. Default: the system-assigned one.</summary>
    public string? AzureClientId { get; init; }

    /// <summary>Retries of each request after the first try. Default: 6.</summary>
    public int Retries { get; init; } = 6;
}
