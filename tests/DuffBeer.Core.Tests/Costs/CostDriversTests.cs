using System.Text.Json;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Costs;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Costs;

/// <summary>The laws that make a sum of costs independent of chunking, retries and replays.</summary>
public sealed class CostDriversTests
{
    static readonly Arbitrary<CostDrivers> s_any = Gen.Choose(0, 1_000_000).ArrayOf(13).Select(counts => Drivers(counts)).ToArbitrary();

    [Fact]
    public void Sums_are_the_same_in_any_order_and_grouping() => Prop.ForAll(s_any, s_any, s_any, (a, b, c) =>
        a + b + c == a + (b + c)
            && a + b == b + a
            && a + CostDrivers.None == a
            && CostDrivers.Sum([c, a, b]) == a + b + c).QuickCheckThrowOnFailure();

    [Fact]
    public void A_reverted_count_leaves_no_trace() =>
        Prop.ForAll(s_any, s_any, (a, b) => a + b - b == a && a + -a == CostDrivers.None).QuickCheckThrowOnFailure();

    [Fact]
    public void A_compact_cost_is_read_as_it_was_written() => Prop.ForAll(s_any, drivers =>
    {
        var written = Json(drivers);
        return JsonSerializer.Deserialize<Costed<bool>>(written, CallJson.Default.Options)!.Cost == drivers;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_compact_cost_is_a_list_without_trailing_zeros() =>
        Assert.Equal(
            """{"Value":true,"Cost":[67108864,0,7,3]}""", Json(new() { BytesRead = 64 << 20, ActivityMilliseconds = 7, ReadRequests = 3 }));

    [Fact]
    public void Every_count_has_its_own_place()
    {
        var counts = typeof(CostDrivers).GetProperties().Where(property => property.PropertyType == typeof(long)).ToList();

        Assert.Equal(counts.Count, counts.Select(count =>
        {
            object one = new CostDrivers();
            count.SetValue(one, 1L);
            var drivers = (CostDrivers)one;
            Assert.Equal(drivers, JsonSerializer.Deserialize<Costed<bool>>(Json(drivers), CallJson.Default.Options)!.Cost);
            Assert.NotEqual(drivers, drivers + drivers);
            return Json(drivers);
        }).Distinct().Count());
    }

    static string Json(CostDrivers drivers) => JsonSerializer.Serialize(new Costed<bool>(true, drivers), CallJson.Default.Options);

    static CostDrivers Drivers(int[] counts) => new()
    {
        BytesRead = counts[0],
        BytesWritten = counts[1],
        BytesDownloaded = counts[2],
        BytesUploaded = counts[3],
        ActivityMilliseconds = counts[4],
        ReadRequests = counts[5],
        WriteRequests = counts[6],
        ListRequests = counts[7],
        DeleteRequests = counts[8],
        CatalogRequests = counts[9],
        Statements = counts[10],
        BytesScanned = counts[11],
        BytesBilled = counts[12],
    };
}
