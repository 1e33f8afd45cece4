namespace DuffBeer.Aws;

/// <summary>How to reach AWS. Section <c>Aws</c>; the SDK finds what is not set (environment, profile, instance).</summary>
public sealed record AwsOptions
{
    public const string Section = "Aws";

    /// <summary>Such as <c>eu-central-1</c>. Default: <c>AWS_REGION</c>, then the profile's.</summary>
    public string? Region { get; init; }

    /// <summary>
    /// A base URL instead of AWS's own, for emulators; S3 then gets path-style requests. Default: <c>AWS_ENDPOINT_URL</c>, if set.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>
    /// Keys by hand. Default: the SDK's chain (environment, profile, single sign-on, container, instance); set both or none.
    /// </summary>
    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    /// <summary>The role to take on. Default: none, the credentials found are used as they are.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Names the session in AWS's logs. Default: duffbeer.</summary>
    public string RoleSessionName { get; init; } = "duffbeer";

    /// <summary>
    /// The application for whose token an Azure managed identity asks; with it, the role is assumed by that token, without keys.
    /// </summary>
    public string? AzureAudience { get; init; }

    /// <summary>The client id of a user-assigned identity. Default: the system-assigned one.</summary>
    public string? AzureClientId { get; init; }

    /// <summary>Tries after the first of each request. Default: 6.</summary>
    public int Retries { get; init; } = 6;
}
