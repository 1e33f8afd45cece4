using DuffBeer.Aws;
using DuffBeer.Aws.Athena;
using DuffBeer.Aws.Events;
using DuffBeer.Aws.Glue;
using DuffBeer.Aws.S3;
using Microsoft.Extensions.Configuration;

namespace DuffBeer.Functions.Hosting;

/// <summary>How to reach AWS, and which resources to use.</summary>
public sealed record AwsSettings
{
    public required AwsOptions Access { get; init; }
    public required S3StoreOptions Landing { get; init; }
    public required S3StoreOptions Lake { get; init; }
    public required AthenaOptions Athena { get; init; }
    public required GlueOptions Glue { get; init; }

    /// <summary>The bus for events of ended runs; null: no events are sent.</summary>
    public required EventBridgeOptions? Events { get; init; }

    /// <summary>The queue to receive uploads from; null: they come to the webhook.</summary>
    public SqsQueueOptions? Queue { get; init; }

    internal static AwsSettings Read(SettingReader reader, IConfiguration configuration, EngineKind engine)
    {
        var access = reader.Section<AwsOptions>(AwsOptions.Section);
        if (access.Region is null)
            reader.Needed("AWS_REGION", "the region of the buckets, such as us-east-1");
        reader.Address("AWS_ENDPOINT_URL", "the endpoint of an emulator");
        if (access.AzureAudience is not null && access.RoleArn is null)
            reader.Needed("Aws:RoleArn", "the role that the managed identity assumes");

        var settings = new AwsSettings
        {
            Access = access,
            // A run's id depends on the object's version, so lists need versions too.
            Landing = reader.Section<BucketSettings>("Landing").Options(
                reader.Needed("Landing:Bucket", "the bucket that CSVs land in"), "Landing__Bucket", pinsVersions: true),
            Lake = reader.Section<BucketSettings>("Lake").Options(
                reader.Needed("Lake:Bucket", "the bucket of tables and models"), "Lake__Bucket", pinsVersions: false),
            Athena = reader.Section<AthenaOptions>("Athena"),
            Glue = reader.Section<GlueOptions>("Glue"),
            Events = SendsEvents(configuration) ? reader.Section<EventBridgeOptions>("Events") : null,
            Queue = reader.Optional("Events:Queue") is { } queue ? new(queue) : null,
        };
        foreach (var problem in engine == EngineKind.Athena ? settings.Athena.Problems().Concat(settings.Glue.Problems()) : [])
            reader.Add(problem);
        foreach (var problem in settings.Events?.Problems() ?? [])
            reader.Add(problem);
        foreach (var problem in settings.Queue?.Problems() ?? [])
            reader.Add(problem);
        return settings;
    }

    static bool SendsEvents(IConfiguration configuration) =>
        configuration["Events:EventBus"] is not null || configuration["Events:Source"] is not null;

    /// <summary>A bucket's settings except for its name.</summary>
    sealed class BucketSettings
    {
        public string? KmsKey { get; set; }
        public bool RequesterPays { get; set; }

        public S3StoreOptions Options(string bucket, string setting, bool pinsVersions) =>
            new() { Bucket = bucket, Setting = setting, KmsKey = KmsKey, RequesterPays = RequesterPays, PinsVersions = pinsVersions };
    }
}
