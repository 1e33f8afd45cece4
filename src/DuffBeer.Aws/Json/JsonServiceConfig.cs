using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace DuffBeer.Aws.Json;

/// <summary>The service of a client. Region, endpoint, retries and timeouts are the SDK's settings, with its defaults.</summary>
/// <remarks>Honours <c>AWS_ENDPOINT_URL</c> and <c>AWS_ENDPOINT_URL_&lt;service id&gt;</c>, as any SDK client does.</remarks>
public sealed class JsonServiceConfig : ClientConfig
{
    internal const string GlueService = "glue";

    /// <param name="serviceId">The SDK's name of the service, such as <c>Athena</c>.</param>
    /// <param name="signingName">The name for signatures, and the prefix of hosts, such as <c>athena</c>.</param>
    /// <param name="target">The prefix of the operation in <c>X-Amz-Target</c>, such as <c>AmazonAthena</c>.</param>
    JsonServiceConfig(string serviceId, string signingName, string target, string version)
        : base(new DefaultConfigurationProvider(
            [new DefaultConfiguration { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard }]))
    {
        ServiceId = serviceId;
        AuthenticationServiceName = signingName;
        RegionEndpointServiceName = signingName;
        ServiceVersion = version;
        Target = target;
        // Without a provider the pipeline throws a null reference, even with an endpoint resolver.
        EndpointProvider = new HostOfRegion(this);
    }

    public static JsonServiceConfig Athena() => new("Athena", "athena", "AmazonAthena", "2017-05-18");

    public static JsonServiceConfig Glue() => new("Glue", GlueService, "AWSGlue", "2017-03-31");

    public static JsonServiceConfig EventBridge() => new("EventBridge", "events", "AWSEvents", "2015-10-07");

    public string Target { get; }

    public override string ServiceVersion { get; }

    public override string RegionEndpointServiceName { get; }

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString(
        typeof(JsonServiceConfig).Assembly.GetName().Version!.ToString(3));

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(new());

    sealed class HostOfRegion(JsonServiceConfig config) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters)
        {
            if (!string.IsNullOrEmpty(config.ServiceURL))
                return new(config.ServiceURL);
            var region = config.RegionEndpoint ?? throw new AmazonClientException(
                "No region is set: set AWS_REGION, or a region in the profile.");
            var host = config.UseFIPSEndpoint ? $"{config.AuthenticationServiceName}-fips" : config.AuthenticationServiceName;
            return new($"https://{host}.{region.SystemName}.{(config.UseDualstackEndpoint ? "api.aws" : region.PartitionDnsSuffix)}/");
        }
    }
}
