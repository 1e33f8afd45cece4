using System.Diagnostics;
using DuffBeer.Aws.Tests;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Reliability.Tests.Report;

namespace DuffBeer.Reliability.Tests.Faults;

/// <summary>Many bad days, each with its own seed.</summary>
sealed class BadDays(int seed, Action<string> log)
{
    /// <summary>One of so many days has a bucket for its lake.</summary>
    const int DaysPerWire = 50;

    const double WireFaults = 0.03;

    public async Task<Trial> RunAsync(int days)
    {
        var began = Stopwatch.GetTimestamp();
        var (survived, strikes, failed, wire) = (0, 0L, 0L, 0L);
        for (var day = 0; day < days; day++)
        {
            var isOnTheWire = day % DaysPerWire == DaysPerWire - 1;
            var today = (seed * 1_000_000) + day;
            await using var aws = isOnTheWire ? await FaultyAwsAsync(today) : null;
            var bad = aws is null ? new BadDay(today, new MemoryStore()) : new(today, aws.Store(), () => aws.Server.Faults.Rate = 0);
            var wrong = await bad.RunAsync();
            wire += isOnTheWire ? 1 : 0;
            survived += wrong.Count == 0 ? 1 : 0;
            (strikes, failed) = (strikes + bad.Strikes, failed + (bad.HasFailed ? 1 : 0));
            foreach (var what in wrong)
                log($"day {day} of seed {seed}: {what}");
        }

        log($"bad days: {survived} of {days} survived, {strikes} calls failed");
        return new(
            "bad days", "ingest", days, days, survived, Stopwatch.GetElapsedTime(began).TotalSeconds, seed, Machine.Here,
            new Dictionary<string, long> { ["strikes"] = strikes, ["failed runs"] = failed, ["on the wire"] = wire });
    }

    /// <summary>A fake AWS that throttles, cuts connections and answers, and loses answers over HTTP.</summary>
    static async Task<FakeAwsFixture> FaultyAwsAsync(int seed)
    {
        var aws = await FakeAwsFixture.StartAsync(new() { FaultRate = WireFaults, Seed = seed });
        aws.Server.Faults.Delay = TimeSpan.FromMilliseconds(1);
        return aws;
    }
}
