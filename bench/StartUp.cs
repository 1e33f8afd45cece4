using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench;

/// <summary>How long short commands take from start to end.</summary>
static class StartUp
{
    const string Rows = """
        client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,point_of_sale_channel,status
        1,Moe's Tavern,1,101,Duff,1.05,12,0.33,Retail,created
        2,Kwik-E-Mart,2,102,Duff Lite,0.95,24,0.33,Online,delivered

        """;

    public static async Task<Section> RunAsync(Sizes sizes)
    {
        var rounds = sizes.Rounds ?? 21;
        using var folder = new WorkFolder();
        var file = folder.Of("orders.csv");
        await File.WriteAllTextAsync(file, Rows);
        var help = await SecondsAsync(rounds, () => ["--help"]);
        var reports = await SecondsAsync(rounds, () => ["reports"]);
        var ingest = await SecondsAsync(
            rounds, () => ["--home", folder.Empty("home"), "ingest", file, "--dataset", "duff_orders", "--no-refresh"]);
        var refreshed = await SecondsAsync(rounds, () => ["--home", folder.Empty("home"), "ingest", file, "--dataset", "duff_orders"]);

        return Section.Of(
            "Start-up",
            [
                new("`duffbeer --help`, start to end", Text($"{help:0} ms"), "< 300 ms", "< 100 ms"),
                new("a file of a few rows to visible rows, start-up included", Text($"{ingest:0} ms"), "< 1 s", "< 300 ms"),
            ],
            Text($"""
                `… -- start-up`, {Commit.Line()}. Medians of {rounds} processes of the built program, each with a new home, in ms.

                | command | ms |
                |---|---|
                | `--help` | {help:0} |
                | `reports` | {reports:0} |
                | `ingest` of two rows, `--no-refresh` | {ingest:0} |
                | `ingest` of two rows with its models | {refreshed:0} |
                """));
    }

    static async Task<double> SecondsAsync(int rounds, Func<IReadOnlyList<string>> arguments)
    {
        var seconds = new List<double>();
        for (var round = 0; round < rounds; round++)
            seconds.Add((await Measured.RunAsync(Programs.DuffBeer, oneCore: false, arguments())).Seconds);
        return Pairs.Median(seconds) * 1000;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
