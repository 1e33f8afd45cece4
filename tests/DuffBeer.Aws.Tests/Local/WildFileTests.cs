using System.Text.Json;
using DuffBeer.Aws.Tests.S3;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Aws.Tests.Local;

/// <summary>Files as people send them, in buckets of a fake.</summary>
public sealed class WildFileTests
{
    public static TheoryData<string> Names => [.. WildFile.All.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Are_read_from_S3_as_their_contract_says(string name)
    {
        var file = WildFile.All.Single(file => file.Name == name);
        await using var fake = await FakeAwsFixture.StartAsync();
        using var home = new S3Home(fake) { Definitions = WildContracts.Folder.Path };
        var key = $"wild/{WildFile.All.Select(file => file.Name).ToList().IndexOf(name)}-{file.FileName}";
        await home.LandingBucket.PutAsync(key, new MemoryStream(file.Content), default);
        string[] version = file.AsVersion is { } asVersion ? ["--as-version", $"{asVersion}"] : [];

        var (_, answer, error) = await home.CallAsync(
            ["ingest", $"s3://{home.Landing}/{key}", "--dataset", file.Dataset, "--no-refresh", "--json", .. version]);

        Assert.True(answer.Length > 0, error);
        var run = JsonDocument.Parse(answer).RootElement.GetProperty("runs")[0];
        var state = run.GetProperty("problem") is { ValueKind: JsonValueKind.Object } problem
            ? problem.GetProperty("code").GetString()!
            : run.GetProperty("runtimeStatus").GetString()!;
        long[] counts = run.GetProperty("ledger") is { ValueKind: JsonValueKind.Object } ledger
            ? [.. new[] { "rowsRead", "accepted", "rejected", "blankLines" }.Select(count => ledger.GetProperty(count).GetInt64())]
            : [];
        Assert.Equal(file.Outcome, WildFile.OutcomeOf(state, counts));
        if (file.Warning is { } warning)
            Assert.Contains(warning, run.GetProperty("warnings").GetRawText(), StringComparison.Ordinal);
    }
}
