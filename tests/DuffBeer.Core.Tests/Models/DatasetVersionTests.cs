using System.Text.Json;
using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Tests.Models;

public sealed class DatasetVersionTests
{
    static readonly PublishedRun[] s_runs =
    [
        .. Enumerable.Range(0, 50).Select(number => new PublishedRun(
            $"r{number}", 1, $"{number}.csv", DateTimeOffset.UnixEpoch.AddMinutes(number))),
    ];

    [Fact]
    public void A_fingerprint_tells_runs_attempts_and_times_apart_and_nothing_else()
    {
        var fingerprint = DatasetVersion.Of(s_runs).Fingerprint;

        Assert.Equal(64, fingerprint.Length);
        Assert.Equal(fingerprint, DatasetVersion.Of(s_runs.Select(run => run with { Pack = "p" })).Fingerprint);
        var first = s_runs[0];
        PublishedRun[] changed =
            [first with { RunId = "x" }, first with { Attempt = 2 }, first with { SourceTime = first.SourceTime.AddTicks(1) }];
        Assert.All(
            changed,
            other => Assert.NotEqual(fingerprint, DatasetVersion.Of([other, .. s_runs[1..]]).Fingerprint));
        Assert.NotEqual(fingerprint, DatasetVersion.Of(s_runs[1..]).Fingerprint);
    }

    [Fact]
    public void A_fingerprint_is_the_sum_of_the_fingerprints_of_parts()
    {
        var halves = RunFingerprint.Of(s_runs[..20]) + RunFingerprint.Parse(RunFingerprint.Of(s_runs[20..]).ToString());

        Assert.Equal(DatasetVersion.Of(s_runs).Fingerprint, halves.ToString());
        var carried = new RunFingerprint(UInt128.MaxValue, UInt128.MaxValue) + new RunFingerprint(UInt128.Zero, UInt128.MaxValue);
        Assert.Equal(new(UInt128.Zero, UInt128.MaxValue - 1), carried);
    }

    [Fact]
    public void A_version_and_a_plan_of_an_older_release_are_read_and_equal_a_new_one_of_the_same_runs()
    {
        const string Version = """
            {"fingerprint":"0123456789abcdef","runs":[
                {"runId":"r0","attempt":1,"sourceKey":"0.csv","sourceTime":"1970-01-01T00:00:00+00:00"}]}
            """;
        var plan = JsonSerializer.Deserialize(
            $$$"""
            {"snapshot":"s","settings":{},"datasets":{"orders":{{{Version}}}},"parts":{"orders":["a.parquet"]},"hashes":{},
             "build":{"waves":[],"kept":[]}}
            """,
            SnapshotJson.Default.RefreshPlan)!;

        Assert.Equal(DatasetVersion.Of(s_runs[..1]).Fingerprint, plan.Datasets["orders"].Fingerprint);
        Assert.Equal((1, null), (plan.Datasets["orders"].Count, plan.Datasets["orders"].Bytes));
    }
}
