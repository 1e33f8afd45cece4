using System.Security.Cryptography;
using System.Text;
using DuffBeer.Local.Generate;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Local.Tests.Generate;

public sealed class SampleFileTests
{
    const int Rows = 60_000;

    [Fact]
    public async Task A_seed_gives_these_bytes_on_every_machine()
    {
        var bytes = await Samples.BytesAsync(new(Rows: 10_000, Seed: 42));

        Assert.Equal("4445206b2054252f43ea3dbf7ffa57f2", Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]);
    }

    [Fact]
    public async Task Another_seed_gives_different_bytes() =>
        Assert.NotEqual(await Samples.BytesAsync(new(Rows: 100, Seed: 1)), await Samples.BytesAsync(new(Rows: 100, Seed: 2)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_000)]
    [InlineData(Rows)]
    public async Task A_file_has_the_requested_rows(int rows) =>
        Assert.Equal(rows, (await Samples.UnitsAsync(new(rows, Bad: 0.05))).Count);

    [Fact]
    public async Task The_header_is_that_of_the_contract()
    {
        var text = Encoding.UTF8.GetString(await Samples.BytesAsync(new(Rows: 0)));

        Assert.Equal(
            "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,"
                + "point_of_sale_channel,status\n",
            text);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.01, 0.02)]
    [InlineData(0.1, 0.3)]
    public async Task Bad_rows_and_duplicates_have_the_requested_shares(double bad, double duplicates)
    {
        var units = await Samples.UnitsAsync(new(Rows, Bad: bad, Duplicates: duplicates));

        var good = units.Where(unit => !DuffOrderRules.IsBad(unit)).ToList();
        Near(bad, units.Count - good.Count, Rows);
        Near(duplicates, good.Count - good.DistinctBy(unit => unit.Raw).Count(), good.Count);
    }

    [Fact]
    public async Task A_duplicate_follows_its_original_closely()
    {
        var units = await Samples.UnitsAsync(new(Rows, Bad: 0, Duplicates: 0.2));

        var latest = new Dictionary<string, int>();
        foreach (var (index, unit) in units.Index())
        {
            // Duplicates may follow duplicates; originals among the last 32 are at most some 80 rows back at this share.
            if (latest.TryGetValue(unit.Raw, out var before))
                Assert.InRange(index - before, 1, 4 * SampleFile.DuplicateWindow);
            latest[unit.Raw] = index;
        }
    }

    [Fact]
    public async Task Every_kind_of_fault_makes_one_bad_row()
    {
        foreach (var fault in Enum.GetValues<Fault>())
        {
            var units = await Samples.UnitsAsync(new(Rows: 3_000, Bad: 0.2, Duplicates: 0, Faults: [fault]));

            Assert.Equal(3_000, units.Count);
            var bad = units.Where(DuffOrderRules.IsBad).ToList();
            Near(0.2, bad.Count, 3_000);
            Assert.All(bad, unit => Assert.Equal(fault is Fault.StrayQuote or Fault.UnclosedQuote, unit.IsQuotingFault));
        }
    }

    [Fact]
    public void Any_mix_of_faults_keeps_one_unit_per_row()
    {
        var seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();
        var mixes = Gen.SubListOf(Enum.GetValues<Fault>()).Where(faults => faults.Count > 0).ToArbitrary();
        Prop.ForAll(seeds, mixes, (seed, faults) =>
        {
            var units = Samples.UnitsAsync(new(Rows: 300, (ulong)seed, Bad: 0.5, Duplicates: 0.1, Changes: 0.1, [.. faults]))
                .GetAwaiter()
                .GetResult();
            return units.Count == 300 && Math.Abs(units.Count(DuffOrderRules.IsBad) - 150) < 75;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public async Task A_file_without_bad_rows_is_valid() =>
        Assert.DoesNotContain(await Samples.UnitsAsync(new(Rows, Bad: 0)), DuffOrderRules.IsBad);

    [Fact]
    public async Task Progress_ends_at_the_requested_rows()
    {
        var seen = new List<long>();
        var file = new SampleFile(Samples.Orders, new(Rows));

        await file.WriteAsync(Stream.Null, new Collecting(seen), default);

        Assert.Equal(Rows, seen[^1]);
        Assert.True(seen.Count > 2);
        Assert.Equal(seen.Order(), seen);
    }

    [Fact]
    public async Task A_cancelled_file_stops()
    {
        var file = new SampleFile(Samples.Orders, new(Rows: long.MaxValue));
        using var cancelled = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => file.WriteAsync(new MemoryStream(), new Cancelling(cancelled), cancelled.Token));
    }

    /// <summary>Within five standard deviations of a binomial; seeds are fixed, so the result never varies.</summary>
    static void Near(double share, int count, int of)
    {
        var slack = 5 * Math.Sqrt(of * share * (1 - share));
        Assert.InRange(count, (of * share) - slack, (of * share) + slack);
    }

    sealed class Collecting(List<long> seen) : IProgress<long>
    {
        public void Report(long value) => seen.Add(value);
    }

    sealed class Cancelling(CancellationTokenSource source) : IProgress<long>
    {
        public void Report(long value) => source.Cancel();
    }
}
