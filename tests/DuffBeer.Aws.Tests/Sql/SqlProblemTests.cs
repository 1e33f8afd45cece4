using DuffBeer.Aws.Athena;
using DuffBeer.Aws.Glue;
using DuffBeer.Aws.Json;
using DuffBeer.FakeAws.Athena;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>A wrong setting is one problem that names the action and the resource.</summary>
public sealed class SqlProblemTests : IAsyncLifetime
{
    readonly SqlCloud _cloud = new();

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public Task DisposeAsync() => _cloud.DisposeAsync();

    [Theory]
    [InlineData("AmazonAthena:StartQueryExecution", "athena:StartQueryExecution", "the workgroup primary")]
    [InlineData("AmazonAthena:GetQueryResults", "athena:GetQueryResults", "the query ")]
    [InlineData("AWSGlue:GetDatabase", "glue:GetDatabase", "the database duffbeer")]
    [InlineData("AWSGlue:CreateDatabase", "glue:CreateDatabase", "the database duffbeer")]
    public Task A_missing_permission(string denied, string action, string resource)
    {
        _cloud.Server.Faults.Deny(denied);
        return ExpectAsync($"The permission {action} is missing for {resource}");
    }

    [Fact]
    public async Task A_permission_that_Athena_itself_lacks()
    {
        _cloud.Services.Athena.Failures.Enqueue((
            2, "PERMISSION_DENIED: Access Denied (Service: Amazon S3; Status Code: 403) s3://duffbeer-lake/x"));
        await ExpectAsync("Athena lacks a permission for what the query", "s3://duffbeer-lake/x");
    }

    [Fact]
    public Task An_expired_token()
    {
        _cloud.Server.Faults.TokensExpired = true;
        return ExpectAsync("The credentials have expired.", "glue:GetDatabase on the database duffbeer");
    }

    [Fact]
    public Task A_wrong_region() => ExpectAsync(
        new AwsClients(new() { Endpoint = _cloud.Server.Endpoint.ToString(), Region = "eu-west-1" }),
        "The region is wrong.",
        "glue:GetDatabase",
        "us-east-1");

    [Fact]
    public Task A_host_that_does_not_answer() => ExpectAsync(
        new AwsClients(new() { Endpoint = "http://127.0.0.1:9", Region = "us-east-1", Retries = 0 }),
        "glue:GetDatabase on the database duffbeer");

    [Fact]
    public Task A_missing_workgroup()
    {
        _cloud.Options.WorkGroup = "none";
        return ExpectAsync("athena:StartQueryExecution on the workgroup none", "not found");
    }

    [Fact]
    public Task A_workgroup_without_an_output_location()
    {
        _cloud.Services.Athena.WorkGroups["primary"] = new(null);
        return ExpectAsync("athena:StartQueryExecution on the workgroup primary", "No output location provided");
    }

    [Fact]
    public Task A_missing_result_bucket()
    {
        _cloud.Options.OutputLocation = "s3://no-such-bucket/results/";
        return ExpectAsync("athena:StartQueryExecution on the workgroup primary", "no-such-bucket");
    }

    [Fact]
    public async Task A_workgroup_that_enforces_its_location()
    {
        _cloud.Services.Athena.WorkGroups["primary"] = new PeerWorkGroup("s3://duffbeer-lake/results/", Enforces: true);

        var failure = await Assert.ThrowsAsync<TerminalException>(
            () => _cloud.Engine.MaterializeAsync(
                new("SELECT 1 AS id", [], []), [new("id", LogicalType.Int64)], "marts/m/v=1/a1/", [], default));

        Assert.Equal(ProblemCode.EngineUnavailable, failure.Code);
        Assert.Contains("The workgroup primary enforces its output location", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWSGlue:GetTable", "ResourceNotReadyException")]
    [InlineData("AWSGlue:CreateTable", "ResourceNotReadyException")]
    [InlineData("AWSGlue:CreateTable", "ConcurrentModificationException")]
    [InlineData("AWSGlue:GetTable", "OperationTimeoutException")]
    [InlineData("AWSGlue:BatchCreatePartition", "InternalServiceException", 500)]
    [InlineData("AWSGlue:GetDatabase", "FederationSourceRetryableException")]
    [InlineData("AWSGlue:GetTable", "ThrottlingException")]
    public async Task What_a_repetition_may_cure_is_repeated(string action, string code, int status = 400)
    {
        _cloud.Server.Faults.RefuseNext(action, code, status, times: 2);

        var listed = await _cloud.NewTables.Lists.EnsureAsync(
            new("things", [new("id", LogicalType.Int64)], ["tables/things/run_id=r1/a1/part-00000-000000000000.parquet"]), default);

        lock (_cloud.Services.Glue.State.Lock)
            Assert.Single(_cloud.Services.Glue.State.Table("duffbeer", listed.Parts).Partitions);
    }

    [Theory]
    [InlineData("ResourceNotReadyException", true)]
    [InlineData("FederationSourceRetryableException", true)]
    [InlineData("InvalidInputException", false)]
    [InlineData("GlueEncryptionException", false)]
    [InlineData("ResourceNumberLimitExceededException", false)]
    [InlineData("FederationSourceException", false)]
    [InlineData("InvalidStateException", false)]
    public async Task What_stays_refused_is_transient_only_where_time_may_cure_it(string code, bool isTransient)
    {
        _cloud.Server.Faults.RefuseNext("AWSGlue:GetDatabase", code, times: 20);

        var failure = await Assert.ThrowsAnyAsync<RunException>(() => _cloud.Tables.EnsureDatabaseAsync(default));

        Assert.Equal(isTransient, failure is TransientException);
        Assert.Contains($"glue:GetDatabase on the database duffbeer: {code}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_report_all_problems_at_once()
    {
        string[] problems =
        [
            .. new AthenaOptions { WorkGroup = "", OutputLocation = "/tmp", ReuseMinutes = -1 }.Problems(),
            .. new GlueOptions { Database = "Duff Beer" }.Problems(),
        ];

        Assert.Equal(4, problems.Length);
        Assert.Empty(new AthenaOptions().Problems());
        Assert.Empty(new GlueOptions().Problems());
    }

    Task ExpectAsync(params string[] said) => ExpectAsync(_cloud.Clients, said);

    async Task ExpectAsync(AwsClients clients, params string[] said)
    {
        var writer = new Parquet.ParquetPartWriter();
        var tables = new CatalogTables(
            new(clients.Configured(JsonServiceConfig.Glue())), new(), _cloud.Location, _cloud.Lake, writer, TimeProvider.System);
        var engine = new AthenaQueryEngine(
            new(clients.Configured(JsonServiceConfig.Athena())), _cloud.Options, tables, _cloud.Lake, writer);

        var failure = await Assert.ThrowsAnyAsync<RunException>(() => engine.QueryAsync(new("SELECT 1 AS a", [], []), default));

        Assert.Equal(ProblemCode.EngineUnavailable, failure.Code);
        Assert.All(said, part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
    }
}
