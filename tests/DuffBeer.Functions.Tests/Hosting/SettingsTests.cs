using DuffBeer.Api.Keys;
using DuffBeer.Definitions.Sql;
using DuffBeer.Functions.Hosting;
using Microsoft.Extensions.Configuration;

namespace DuffBeer.Functions.Tests.Hosting;

public sealed class SettingsTests
{
    const string Hash = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    static readonly Dictionary<string, string?> s_complete = new()
    {
        ["AWS_REGION"] = "eu-central-1",
        ["Landing:Bucket"] = "acme-landing",
        ["Lake:Bucket"] = "acme-lake",
        ["HashKey"] = "0123456789abcdef",
        ["Keys:dashboard:Sha256"] = Hash,
        ["Keys:dashboard:Scopes"] = "Report",
        ["Keys:ops:Sha256"] = Hash,
        ["Keys:ops:Scopes"] = "report,Operate Ingest",
    };

    [Fact]
    public void All_missing_settings_are_reported_at_once()
    {
        var (_, problems) = Read([]);

        Assert.Equal(5, problems.Count);
        Assert.All(
            ["AWS_REGION", "Landing__Bucket", "Lake__Bucket", "HashKey", "Keys__<name>__Sha256"],
            name => Assert.Contains(problems, problem => problem.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Folders_of_definitions_add_to_the_shipped_ones_and_must_exist()
    {
        var here = AppContext.BaseDirectory;
        var named = new Dictionary<string, string?>(s_complete) { ["Definitions:Folder"] = $"definitions/models; {here}definitions" };
        var missing = new Dictionary<string, string?>(s_complete) { ["Definitions:Folder"] = "no-such-folder" };

        Assert.Equal(
            [DefinitionFolder.Default.Path, Path.Combine(here, "definitions", "models"), Path.Combine(here, "definitions")],
            Read(named).Settings.Definitions.All);
        var problem = Assert.Single(Read(missing).Problems);
        Assert.Equal($"Definitions__Folder names {Path.Combine(here, "no-such-folder")}, which does not exist", problem);
    }

    [Fact]
    public void Lineage_is_off_unless_an_address_or_a_file_is_set()
    {
        var on = new Dictionary<string, string?>(s_complete)
        {
            ["Lineage:Url"] = "http://collector:5000/api/v1/lineage", ["Lineage:ApiKey"] = "k", ["Lineage:Namespace"] = "prod",
        };
        var wrong = new Dictionary<string, string?>(s_complete) { ["Lineage:Url"] = "collector:5000" };
        var alone = new Dictionary<string, string?>(s_complete) { ["Lineage:ApiKey"] = "k" };

        Assert.Null(Read(s_complete).Settings.Lineage);
        Assert.Equal(new(new("http://collector:5000/api/v1/lineage"), "k", null, "prod"), Read(on).Settings.Lineage);
        Assert.StartsWith("Lineage__Url must be an http address", Assert.Single(Read(wrong).Problems), StringComparison.Ordinal);
        Assert.StartsWith("Lineage__ApiKey is set, but", Assert.Single(Read(alone).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_settings_have_no_problem()
    {
        var (settings, problems) = Read(s_complete);

        Assert.Empty(problems);
        Assert.Equal(("acme-landing", "acme-lake"), (settings.Aws.Landing.Bucket, settings.Aws.Lake.Bucket));
        Assert.Equal(EngineKind.Athena, settings.Engine);
        Assert.Equal([Scope.Report, Scope.Operate, Scope.Ingest], settings.Keys.Single(key => key.Name == "ops").Scopes);
        Assert.Equal((16, null), (settings.Ingest.Workers, settings.Ingest.ChunkBytes));
        Assert.Null(settings.Aws.Events);
    }

    // Otherwise a run would have another id from a listing than from an event.
    [Fact]
    public void Versions_matter_in_landing_only() => Assert.Equal(
        (true, false),
        (Read(s_complete).Settings.Aws.Landing.PinsVersions, Read(s_complete).Settings.Aws.Lake.PinsVersions));

    [Theory]
    [InlineData("Engine", "Spark", "Engine must be one of Athena, DuckDb, not 'Spark'")]
    [InlineData("Engine", "7", "Engine must be one of")]
    [InlineData("AWS_ENDPOINT_URL", "localhost:4566", "AWS_ENDPOINT_URL must be an http address")]
    [InlineData("HashKey", "short", "HashKey is too short")]
    [InlineData("Ingest:ChunkBytes", "1", "Ingest__ChunkBytes must be a whole number from 65536")]
    [InlineData("Ingest:Workers", "many", "Ingest__Workers must be a whole number")]
    [InlineData("Ingest:Receipts", "md5", "Ingest__Receipts must be one of Crc32, Sha256, not 'md5'")]
    [InlineData("Ingest:Codec", "zip", "Ingest__Codec must be one of Snappy, Brotli, Uncompressed, not 'zip'")]
    [InlineData("Ingest:Codec", "brotli", "Ingest__Codec=Brotli cannot be read by Athena, which reads snappy, uncompressed")]
    [InlineData("Keys:ops:Scopes", "Report, Everything", "Keys__ops__Scopes must name one or more of Report, Operate, Ingest")]
    [InlineData("Keys:ops:Sha256", "secret", "Keys__ops__Sha256 must be the SHA-256 of the key")]
    [InlineData("Api:Open", "Yes", "Api__Open=Yes contradicts the keys")]
    [InlineData("Athena:WorkGroup", "", "the workgroup of Athena is empty")]
    [InlineData("Glue:Database", "Duff-Beer", "the database of Glue")]
    [InlineData("Events:EventBus", "", "the event bus is empty")]
    [InlineData("Events:Queue", "uploads", "Events__Queue must be the URL of an SQS queue")]
    [InlineData("Landing:RequesterPays", "perhaps", "Landing:RequesterPays")]
    [InlineData("Aws:AzureAudience", "api://duffbeer", "Aws__RoleArn is missing")]
    public void An_invalid_setting_is_named_with_what_it_must_be(string name, string value, string problem)
    {
        var (_, problems) = Read(new(s_complete) { [name] = value });

        Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_queue_of_uploads_does_not_turn_on_events_of_ended_runs()
    {
        const string Queue = "https://sqs.eu-central-1.amazonaws.com/123456789012/uploads";

        var (settings, problems) = Read(new(s_complete) { ["Events:Queue"] = Queue });

        Assert.Empty(problems);
        Assert.Equal((Queue, null), (settings.Aws.Queue!.Address, settings.Aws.Events));
    }

    [Fact]
    public void Tokens_of_Entra_may_take_the_place_of_keys()
    {
        var id = Guid.NewGuid();
        var settings = s_complete.Where(setting => !setting.Key.StartsWith("Keys", StringComparison.Ordinal)).ToDictionary();
        settings["Entra:TenantId"] = $"{id}";
        settings["Entra:Audience"] = "api://duffbeer, 9d5c1a6e-0b4f-4f0e-9c59-0f3a2b1c4d5e";
        settings["Entra:Clients:uploads:Id"] = $"{id}";
        settings["Entra:Clients:uploads:Scopes"] = "ingest";

        var (read, problems) = Read(settings);

        Assert.Empty(problems);
        Assert.Equal((id, 2, Scope.Ingest), (read.Entra!.Tenant, read.Entra.Audiences.Count, read.Entra.Clients[0].Scopes[0]));
        Assert.StartsWith("Entra__TenantId", Problem("Entra:TenantId", "x"), StringComparison.Ordinal);
        Assert.StartsWith("Api__Open=Yes", Problem("Api:Open", "Yes"), StringComparison.Ordinal);

        string Problem(string name, string value) => Assert.Single(Read(new(settings) { [name] = value }).Problems);
    }

    [Fact]
    public void Two_numbers_that_do_not_convert_are_both_reported() =>
        Assert.Equal(2, Read(new(s_complete) { ["Ingest:ChunkBytes"] = "big", ["Ingest:Workers"] = "many" }).Problems.Count);

    [Fact]
    public void An_API_without_keys_must_be_declared_open()
    {
        var open = s_complete.Where(setting => !setting.Key.StartsWith("Keys", StringComparison.Ordinal))
            .Append(new("Api:Open", "yes"))
            .ToDictionary();

        var (settings, problems) = Read(open);

        Assert.Empty(problems);
        Assert.Empty(settings.Keys);
    }

    static (HostSettings Settings, IReadOnlyList<string> Problems) Read(Dictionary<string, string?> settings) =>
        HostSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}
