using DuffBeer.Aws.S3;
using DuffBeer.FakeAws.Faults;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Tests.S3;

/// <summary>Under random faults nothing is lost, done twice or left behind.</summary>
public sealed class S3FaultTests
{
    [Fact]
    public async Task Large_objects_are_read_and_written_completely_while_a_tenth_of_all_calls_fails()
    {
        await using var fake = await FaultyAsync(0.1);
        var store = fake.Store(options => options with { PartBytes = 5 << 20, ReadBytes = 300_000 });
        var content = S3Content.Bytes((11 << 20) + 77, 1);

        var written = await S3Content.WriteAsync(store, "in", content);
        var copied = await S3Content.WriteAsync(store, "out", await S3Content.ReadAsync(store, written!, 100_000));

        Assert.Equal(content, await S3Content.ReadAsync(store, copied!, 1 << 20));
        Assert.NotEmpty(fake.Server.Faults.Injected);
        await NothingIsLeftAsync(fake);
    }

    [Fact]
    public async Task Exactly_one_of_concurrent_creators_wins_even_if_answers_are_lost()
    {
        await using var fake = await FaultyAsync(0.15);
        fake.Server.Faults.Kinds = [FaultKind.LostAnswer, FaultKind.InternalError];
        var store = fake.Store();
        for (var round = 0; round < 10; round++)
        {
            var commits = await Task.WhenAll(Enumerable.Range(0, 6).Select(
                writer => Task.Run(() => TryAsync(store, $"one/{round}", $"writer {writer}"))));

            var winner = Assert.Single(commits, commit => commit is not null);
            fake.Server.Faults.Rate = 0;
            Assert.Equal($"writer {winner}", await S3Content.ReadAsync(store, (await store.StatAsync($"one/{round}", default))!));
            fake.Server.Faults.Rate = 0.15;
        }
    }

    // A caller retries when the store is unavailable, as the orchestrations do.
    static async Task<int?> TryAsync(S3ObjectStore store, string key, string text)
    {
        while (true)
        {
            try
            {
                return await S3Content.WriteAsync(store, key, text, Core.Ports.WriteCondition.IfAbsent) is null
                    ? null
                    : int.Parse(text[7..], System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (TransientException)
            {
            }
        }
    }

    static async Task<FakeAwsFixture> FaultyAsync(double rate)
    {
        var fake = await FakeAwsFixture.StartAsync(new() { FaultRate = rate, Seed = 5 });
        fake.Server.Faults.Delay = TimeSpan.FromMilliseconds(5);
        return fake;
    }

    static async Task NothingIsLeftAsync(FakeAwsFixture fake)
    {
        fake.Server.Faults.Rate = 0;
        using var client = fake.Clients.S3();
        Assert.Empty((await client.ListMultipartUploadsAsync(FakeAwsFixture.Bucket)).MultipartUploads ?? []);
    }
}
