using System.Text.Json;
using DuffBeer.FakeAws.Faults;
using DuffBeer.FakeAws.S3;
using DuffBeer.Local.Commands;

namespace DuffBeer.Aws.Tests.Local;

/// <summary>The command line over buckets, as users run it.</summary>
public sealed class S3CommandTests : IAsyncLifetime, IDisposable
{
    FakeAwsFixture? _fake;
    S3Home? _home;

    S3Home Home => _home!;

    public async Task InitializeAsync()
    {
        _fake = await FakeAwsFixture.StartAsync();
        _home = new(_fake);
    }

    public async Task DisposeAsync() => await _fake!.DisposeAsync();

    public void Dispose() => _home?.Dispose();

    [Fact]
    public async Task Objects_and_files_are_ingested_modelled_and_reported_while_the_network_fails()
    {
        await Home.LandAsync("duff/orders/a.csv", S3Home.Orders(12_000));
        await File.WriteAllTextAsync(Home.File("b.csv"), S3Home.Orders(3_000, first: 12_001));
        _fake!.Server.Faults.Delay = TimeSpan.FromMilliseconds(5);
        _fake.Server.Faults.Rate = 0.05;

        var landed = await Home.CallAsync("ingest", "s3://duffbeer-landing/duff/orders/a.csv", "--no-refresh", "--verify", "--json");
        var local = await Home.CallAsync("ingest", Home.File("b.csv"), "--json");
        var report = await Home.CallAsync("report", "sales-by-channel", "--format", "csv");

        Assert.Equal((12_000, 11_880, 120), Ledger(landed));
        Assert.Equal((3_000, 2_970, 30), Ledger(local));
        // Orders 1 to 15,000, of which every hundredth was rejected; the even ones were sold at retail, and every hundredth is even.
        Assert.Contains("\nRetail,7350,", report.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("\nB2B,7500,", report.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.NotEmpty(_fake.Server.Faults.Injected);
        await NothingIsUnfinishedAsync();
    }

    [Fact]
    public async Task Parts_of_several_requests_are_complete_and_nothing_is_left_unfinished_while_the_network_fails()
    {
        const int Rows = 150_000;
        await Home.LandAsync(
            "duff/orders/a.csv",
            S3Home.Orders(Rows, nameOf: _ => string.Concat(Enumerable.Range(0, 4).Select(_ => Guid.NewGuid().ToString("n")))));
        _fake!.Server.Faults.Delay = TimeSpan.FromMilliseconds(5);
        _fake.Server.Faults.Rate = 0.05;
        foreach (var operation in (string[])["CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"])
            _fake.Server.Faults.FailNext($"s3:{operation}", FaultKind.LostAnswer);

        var landed = await Home.CallAsync(
            ["ingest", "s3://duffbeer-landing/duff/orders/a.csv", "--no-refresh", "--verify", "--json", "--store", "s3"],
            Home.Variables(("DUFFBEER_CHUNK_BYTES", "67108864"), ("DUFFBEER_CODEC", "uncompressed")));

        Assert.Equal((Rows, Rows - (Rows / 100), Rows / 100), Ledger(landed));
        Assert.InRange(_fake.Calls("UploadPart"), 3, int.MaxValue);
        await NothingIsUnfinishedAsync();
    }

    [Fact]
    public async Task An_object_named_or_found_by_reconcile_is_the_same_run()
    {
        Home.LandingBucket.Versioned = true;
        await Home.LandAsync("duff/orders/a.csv", S3Home.Orders(100));
        await Home.LandAsync("duff/orders/a.csv", S3Home.Orders(200));

        var first = await Home.CallAsync("ingest", "s3://duffbeer-landing/duff/orders/a.csv", "--no-refresh", "--json");
        var second = await Home.CallAsync("ingest", "s3://duffbeer-landing/duff/orders/a.csv", "--no-refresh", "--json");
        var found = await Home.CallAsync("reconcile", "--no-refresh");

        Assert.Equal((200, 198, 2), Ledger(first));
        Assert.Equal(Ledger(first), Ledger(second));
        Assert.Contains("1 objects: 0 without a run", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lake_written_by_another_home_is_read_through_an_empty_cache()
    {
        await Home.LandAsync("duff/orders/a.csv", S3Home.Orders(300));
        await Home.CallAsync("ingest", "s3://duffbeer-landing/duff/orders/a.csv", "--no-refresh");

        using var elsewhere = new S3Home(_fake!);
        var runs = await elsewhere.CallAsync("runs", "--json");
        var run = JsonDocument.Parse(runs.Out).RootElement.GetProperty("runs")[0].GetProperty("id").GetString()!;
        var rejects = await elsewhere.CallAsync("rejects", run);

        Assert.Equal(0, rejects.Code);
        Assert.Equal(3, rejects.Out.Split("EnumError").Length - 1);
    }

    [Fact]
    public async Task Missing_or_wrong_settings_are_reported_before_anything_is_done()
    {
        Shows(
            await Home.CallAsync(["runs", "--store", "s3"], new Dictionary<string, string>()),
            "--landing-bucket (or Landing__Bucket) and --lake-bucket (or Lake__Bucket)");
        Shows(
            await Home.CallAsync(["runs", "--store", "ftp"], new Dictionary<string, string>()),
            "--store expects home or s3, but found 'ftp'");
        Shows(await Home.CallAsync("runs", "--engine", "oracle"), "--engine expects duckdb or athena, but found 'oracle'");
        Shows(await Home.CallAsync("serve", "--watch"), "/api/events/s3");
        Shows(await Home.CallAsync("ingest", "s3://elsewhere/a.csv"), "not in the landing bucket duffbeer-landing");
        Shows(await Home.CallAsync(["ingest", "s3://duffbeer-landing/a.csv"], new Dictionary<string, string>()), "Use --store s3");
    }

    [Fact]
    public async Task The_rights_of_the_README_are_enough_also_where_the_lake_keeps_versions()
    {
        Home.LandingBucket.Versioned = Home.LakeBucket.Versioned = true;
        await Home.LandAsync("duff/orders/a.csv", S3Home.Orders(300));
        var (policies, key) = (_fake!.Server.Policies, _fake.Server.Settings.AccessKey);
        policies.Allow(
            key, Home.LandingBucket.Name, "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions");
        policies.Allow(
            key, Home.LakeBucket.Name, "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:AbortMultipartUpload",
            "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts");

        var landed = await Home.CallAsync("ingest", "s3://duffbeer-landing/duff/orders/a.csv", "--json");
        var report = await Home.CallAsync("report", "sales-by-channel", "--format", "csv");

        Assert.Equal((300, 297, 3), Ledger(landed));
        Assert.Equal(0, report.Code);
        Assert.DoesNotContain(
            _fake.Server.Calls,
            call => call.Bucket == Home.LakeBucket.Name && call.Query.Contains("versionId", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_start_without_every_right_is_one_clear_problem()
    {
        _fake!.Server.Policies.Allow(_fake.Server.Settings.AccessKey, Home.LakeBucket.Name, "s3:GetObject", "s3:ListBucket");

        var (code, _, error) = await Home.CallAsync("reconcile");

        Assert.Equal((int)ExitCode.RunFailed, code);
        foreach (var right in (string[])["s3:ListBucketVersions on s3://duffbeer-landing", "s3:PutObject on s3://duffbeer-lake/*"])
            Assert.Contains(right, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_of_the_store_says_what_it_lacks()
    {
        var good = await Home.CallAsync("check");
        Home.LakeBucket.Quirks = StoreQuirks.IgnoresConditions;
        var bad = await Home.CallAsync(["check", "--store", "--json"], Home.Variables(("DUFFBEER_STORE", "s3")));

        Assert.Equal(0, good.Code);
        Assert.Contains("  ok     replaces only if unchanged", good.Out, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.RunFailed, bad.Code);
        Assert.Contains("two writers would both win", bad.Out, StringComparison.Ordinal);
        Shows(await Home.CallAsync(["runs", "--store"], Home.Variables()), "--store expects home or s3");
        var folder = await Home.CallAsync(["check", "--store", "home"], Home.Variables());
        Assert.Equal(0, folder.Code);
        Assert.Contains("  ok     replaces only if unchanged", folder.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_bucket_is_one_clear_problem()
    {
        using var home = new S3Home(_fake!) { Landing = "no-such-bucket" };

        var (code, _, error) = await home.CallAsync("ingest", "s3://no-such-bucket/duff/orders/a.csv");

        Assert.NotEqual(0, code);
        Assert.Contains("the bucket no-such-bucket does not exist", error, StringComparison.Ordinal);
        Assert.Contains("--landing-bucket", error, StringComparison.Ordinal);
    }

    async Task NothingIsUnfinishedAsync()
    {
        _fake!.Server.Faults.Rate = 0;
        using var client = _fake.Clients.S3();
        Assert.Empty((await client.ListMultipartUploadsAsync(FakeAwsFixture.Bucket)).MultipartUploads ?? []);
    }

    static void Shows((int Code, string Out, string Error) call, string message)
    {
        Assert.Equal((int)ExitCode.WrongUsage, call.Code);
        Assert.Contains(message, call.Error, StringComparison.Ordinal);
    }

    static (long Read, long Accepted, long Rejected) Ledger((int Code, string Out, string Error) call)
    {
        Assert.True(call.Code == 0, call.Error);
        var ledger = JsonDocument.Parse(call.Out).RootElement.GetProperty("runs")[0].GetProperty("ledger");
        return (ledger.GetProperty(
            "rowsRead").GetInt64(), ledger.GetProperty("accepted").GetInt64(), ledger.GetProperty("rejected").GetInt64());
    }
}
