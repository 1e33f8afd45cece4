using System.Globalization;
using DuffBeer.Aws;
using DuffBeer.Aws.Athena;
using DuffBeer.Aws.Events;
using DuffBeer.Aws.Glue;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

/// <summary>Reads the settings of the buckets: options first, then the variables that the cloud host reads too.</summary>
static class S3Setting
{
    /// <summary>Null if landing and lake are folders of the home.</summary>
    /// <param name="variable">An environment variable; null if it is unset or empty.</param>
    public static S3Settings? Read(Func<string, string?> variable, string? store, string? landing, string? lake, string? engine)
    {
        if (!OneOf("--store", store ?? variable("DUFFBEER_STORE") ?? "home", "home", "s3").Equals("s3", StringComparison.Ordinal))
            return null;
        landing ??= variable("Landing__Bucket");
        lake ??= variable("Lake__Bucket");
        if (landing is null || lake is null)
        {
            throw new TerminalException(ProblemCode.BadRequest, "--store s3 needs two buckets: "
                + string.Join(
                    " and ",
                    new[]
                    {
                        landing is null ? "--landing-bucket (or Landing__Bucket)" : null,
                        lake is null ? "--lake-bucket (or Lake__Bucket)" : null
                    }.OfType<string>())
                + " is missing.");
        }

        var aws = new AwsOptions
        {
            Region = variable("Aws__Region"),
            Endpoint = variable("Aws__Endpoint"),
            RoleArn = variable("Aws__RoleArn"),
            AzureAudience = variable("Aws__AzureAudience"),
            AzureClientId = variable("Aws__AzureClientId"),
        };
        engine = OneOf("--engine", engine ?? (variable("Athena__WorkGroup") is null ? "duckdb" : "athena"), "duckdb", "athena");
        var (athena, glue) = (
            engine == "athena" ? Athena(variable) : null,
            new GlueOptions { Database = variable("Glue__Database") ?? new GlueOptions().Database });
        string[] problems = athena is null ? [] : [.. athena.Problems(), .. glue.Problems()];
        if (problems.Length > 0)
            throw new TerminalException(ProblemCode.BadRequest, $"--engine athena cannot start: {string.Join("; ", problems)}.");
        var settings = new S3Settings(
            aws,
            new()
            {
                Bucket = landing,
                Setting = "--landing-bucket or Landing__Bucket",
                RequesterPays = IsTrue(variable("Landing__RequesterPays")),
                PinsVersions = true
            },
            new() { Bucket = lake, Setting = "--lake-bucket or Lake__Bucket", KmsKey = variable("Lake__KmsKey") })
        {
            Athena = athena,
            Glue = glue,
            Queue = Queue(variable(SqsQueueOptions.Setting)),
        };
        return Bytes(variable("DUFFBEER_CACHE_BYTES")) is { } bytes ? settings with { CacheBytes = bytes } : settings;
    }

    static SqsQueueOptions? Queue(string? address)
    {
        if (address is null)
            return null;
        var queue = new SqsQueueOptions(address);
        return queue.Problems().FirstOrDefault() is { } problem
            ? throw new TerminalException(ProblemCode.BadRequest, $"{problem}, but is '{address}'.")
            : queue;
    }

    static AthenaOptions Athena(Func<string, string?> variable)
    {
        var options = new AthenaOptions { OutputLocation = variable("Athena__OutputLocation") };
        options.WorkGroup = variable("Athena__WorkGroup") ?? options.WorkGroup;
        if (variable("Athena__ReuseMinutes") is { } reuse)
            options.ReuseMinutes = int.TryParse(reuse, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : -1;
        return options;
    }

    static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    static long? Bytes(string? text) => text is null ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes
        : throw new TerminalException(
            ProblemCode.BadRequest,
            $"DUFFBEER_CACHE_BYTES expects a number of bytes from 1, but found '{text}'. Unset it for the default.");

    static string OneOf(string option, string value, params ReadOnlySpan<string> allowed) => allowed.Contains(value) ? value
        : throw new TerminalException(ProblemCode.BadRequest, $"{option} expects {string.Join(" or ", allowed!)}, but found '{value}'.");
}
