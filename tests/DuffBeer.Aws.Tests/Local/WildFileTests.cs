using System.Text;
using System.Text.Json;
using DuffBeer.Aws.Tests.S3;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Aws.Tests.Local;

/// <summary>Files as people send them, in buckets of a fake.</summary>
public sealed class WildFileTests
{
    /// <summary>Some: what is read from a folder is tested with all of them.</summary>
    public static TheoryData<string> Names => [.. Law.Some(WildFile.All.Select(file => file.Name))];

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

    [Theory]
    [InlineData("bookings", "Completed", "3/3/0", "2 a published row; models read only the latest")]
    [InlineData("bookings_unique", "Completed", "3/1/2", "2 a published row; they are rejected")]
    [InlineData("bookings_any", "Completed", "3/3/0", "")]
    public async Task Keys_of_one_object_are_compared_with_those_of_others(string dataset, string state, string counts, string warning)
    {
        await using var fake = await FakeAwsFixture.StartAsync();
        using var home = new S3Home(fake) { Definitions = WildContracts.Folder.Path };
        var file = "id,at,amount\nb1,2026-02-03T10:00Z,1\nb2,2026-02-03T10:00Z,1\n";
        await home.LandingBucket.PutAsync("wild/1.csv", new MemoryStream(Encoding.UTF8.GetBytes(file)), default);
        await home.LandingBucket.PutAsync(
            "wild/2.csv", new MemoryStream(Encoding.UTF8.GetBytes(file + "b3,2026-02-03T10:00Z,1\n")), default);

        await home.CallAsync("ingest", $"s3://{home.Landing}/wild/1.csv", "--dataset", dataset, "--no-refresh");
        var (_, answer, error) = await home.CallAsync(
            "ingest", $"s3://{home.Landing}/wild/2.csv", "--dataset", dataset, "--no-refresh", "--json");

        Assert.True(answer.Length > 0, error);
        var run = JsonDocument.Parse(answer).RootElement.GetProperty("runs")[0];
        var ledger = run.GetProperty("ledger");
        Assert.Equal(state, run.GetProperty("runtimeStatus").GetString());
        Assert.Equal(counts, $"{ledger.GetProperty("rowsRead")}/{ledger.GetProperty("accepted")}/{ledger.GetProperty("rejected")}");
        Assert.Contains(warning, string.Concat(run.GetProperty("warnings").EnumerateArray()), StringComparison.Ordinal);
    }
}
