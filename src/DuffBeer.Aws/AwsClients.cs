using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using DuffBeer.Aws.Credentials;
using DuffBeer.Aws.S3;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws;

/// <summary>Creates all AWS clients with the same region, endpoint and credentials.</summary>
public sealed class AwsClients(AwsOptions options)
{
    const string EndpointVariable = "AWS_ENDPOINT_URL";

    readonly Lazy<AWSCredentials?> _credentials = new(() => CredentialsOf(options));

    public AwsOptions Options { get; } = options;

    /// <summary>The configured region, or the SDK's; null if there is none.</summary>
    public string? Region => Options.Region ?? FallbackRegionFactory.GetRegionEndpoint()?.SystemName;

    /// <summary>An S3 client. With an endpoint other than AWS's, bucket names are part of the path.</summary>
    /// <param name="retries">Retries after the first try. Default: as in the options.</param>
    public IAmazonS3 S3(int? retries = null)
    {
        var config = Configured(new AmazonS3Config { ForcePathStyle = HasOwnEndpoint("S3") });
        config.MaxErrorRetry = retries ?? config.MaxErrorRetry;
        if (retries == 0)
            config.MaxStaleConnectionRetries = 0;
        return new CountedS3Client(config);
    }

    /// <summary>Sets region, endpoint, retries and credentials of a client.</summary>
    public TConfig Configured<TConfig>(TConfig config) where TConfig : ClientConfig
    {
        Configure(config, Options);
        if (_credentials.Value is { } credentials)
            config.DefaultAWSCredentials = credentials;
        return config;
    }

    static void Configure(ClientConfig config, AwsOptions options)
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = options.Retries;
        config.ConnectTimeout = TimeSpan.FromSeconds(10);
        config.Timeout = TimeSpan.FromMinutes(2);
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = options.Region ?? FallbackRegionFactory.GetRegionEndpoint()?.SystemName ?? "us-east-1";
        }
        else if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        if (config.RegionEndpoint is null && config.ServiceURL is null)
            throw new TerminalException(ProblemCode.BadRequest, "No AWS region is set. Set AWS_REGION, or a region in the profile.");
    }

    bool HasOwnEndpoint(string service) =>
        Options.Endpoint is not null || IsSet(EndpointVariable) || IsSet($"{EndpointVariable}_{service}");

    static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    // Null: the SDK looks for credentials with the first request.
    static AWSCredentials? CredentialsOf(AwsOptions options)
    {
        AWSCredentials? keys = options is { AccessKey: { } access, SecretKey: { } secret } ? new BasicAWSCredentials(access, secret) : null;
        if (options.RoleArn is not { } role)
            return keys;
        var config = new AmazonSecurityTokenServiceConfig();
        Configure(config, options);
        if (options.AzureAudience is not null)
            return new AzureRoleCredentials(
                new AzureIdentity(options),
                new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), config),
                role,
                options.RoleSessionName);
        // Without keys, the SDK looks for credentials with the first request.
        return new RoleCredentials(
            keys is null ? new AmazonSecurityTokenServiceClient(config) : new AmazonSecurityTokenServiceClient(keys, config),
            role,
            options.RoleSessionName);
    }
}
