using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.BadInput;

/// <summary>Keys and partition values are taken as they are, and no path leaves its root.</summary>
public sealed class Keys
{
    [Theory]
    [InlineData("duff/orders/../../../../escape.csv")]
    [InlineData("../escape.csv")]
    [InlineData("duff/orders/a b.csv")]
    [InlineData("duff/orders/a+b.csv")]
    [InlineData("duff/orders/a%2Bb.csv")]
    [InlineData("duff/orders/Möe’s 🍺.csv")]
    [InlineData("duff/orders/tab\tand\nbreak.csv")]
    [InlineData("/absolute.csv")]
    [InlineData("con.csv")]
    public async Task A_key_is_read_as_it_is(string key)
    {
        using var home = new Home();
        var path = home.Write("orders.csv", Csv.Bytes(Csv.Header + Csv.Rows(2)));
        var call = await home.CallAsync("ingest", path, "--key", key, "--no-refresh", "--json");

        Assert.Equal(0, call.Code);
        Assert.Equal([home.Root, path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!).Order(StringComparer.Ordinal));
        Assert.Equal(key, Assert.Single(await home.PublishedAsync()).SourceKey);
        Assert.Equal(2, (await home.RowsAsync("order_id")).Count);
    }

    [Fact]
    public async Task Keys_that_differ_by_an_escape_are_two_files()
    {
        using var home = new Home();
        var path = home.Write("orders.csv", Csv.Bytes(Csv.Header + Csv.Rows(2)));
        foreach (var key in new[] { "duff/orders/a+b.csv", "duff/orders/a%2Bb.csv", "duff/orders/a b.csv", "duff/orders/A+b.csv" })
            await home.IngestFileAsync(path, key);

        Assert.Equal(4, (await home.PublishedAsync()).Count);
        Assert.Equal(8, (await home.RowsAsync("order_id")).Count);
    }

    [Fact]
    public async Task Partition_values_of_every_kind_come_back_as_they_were()
    {
        string[] channels =
        [
            "a/b", "a=b", "a%2Fb", "100%", "dot.", "..", "\"quoted, with comma\"", "Retail", "retail", "RETAIL", "Möe’s", "a:b*c?",
            "__HIVE_DEFAULT_PARTITION__",
        ];
        using var home = new Home { Definitions = DomainDefinitions.Of("duff", ["sales-by-channel"]) };
        var run = await home.IngestAsync(
            "orders.csv", Csv.Header + string.Concat(channels.Select((channel, index) => Csv.Row(index + 1, channel: channel))));
        await home.RefreshAsync();

        Assert.Equal(RunStatus.Completed, run.Record.Status);
        string?[] expected = [.. channels.Select(channel => channel.Trim('"'))];
        Assert.Equal(expected, (await home.RowsAsync("point_of_sale_channel")).Select(row => row[0]));

        var folders = (await home.KeysAsync("tables/")).Select(key => key.Split('/')[^4]).ToList();
        Assert.Equal(channels.Length, folders.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(folders, folder => Assert.False(folder.EndsWith('.') || folder.EndsWith(' ')));
        var report = await home.ReportAsync("sales-by-channel");
        Assert.Equal(expected.Order(StringComparer.Ordinal), report.Rows.Select(row => (string?)row[0]).Order(StringComparer.Ordinal));
    }
}
