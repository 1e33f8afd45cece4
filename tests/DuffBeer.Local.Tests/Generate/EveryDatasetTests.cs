using System.Security.Cryptography;
using DuffBeer.Local.Generate;

namespace DuffBeer.Local.Tests.Generate;

/// <summary>Properties of the files of every dataset.</summary>
public sealed class EveryDatasetTests
{
    static readonly string s_samples = Path.Combine(Root(AppContext.BaseDirectory), "samples");

    public static TheoryData<string, int, string> Committed => new()
    {
        { "retail_orders", 2_000, "retail/orders.csv" },
        { "order_items", 3_000, "restaurant/order_items.csv" },
        { "order_item_options", 3_000, "restaurant/order_item_options.csv" },
        { "date_dim", 365, "restaurant/date_dim.csv" },
        { "restaurant_locations", 28, "restaurant/restaurant_locations.csv" },
    };

    [Theory]
    [InlineData("retail_orders", "a806bf4bc3c1ca9d")]
    [InlineData("order_items", "91faf93c4c08ffdc")]
    [InlineData("order_item_options", "0e9c6a8dc664a62b")]
    [InlineData("date_dim", "153c5b09c5c757d8")]
    [InlineData("restaurant_locations", "ff5bbd507eddfe23")]
    public async Task A_seed_gives_these_bytes_on_every_machine(string dataset, string hash)
    {
        var bytes = await Samples.BytesAsync(Samples.Named(dataset), new(Rows: 5_000, Seed: 42));

        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
    }

    [Theory]
    [InlineData("retail_orders")]
    [InlineData("order_items")]
    [InlineData("order_item_options")]
    [InlineData("date_dim")]
    [InlineData("restaurant_locations")]
    public async Task A_file_has_the_requested_rows_with_every_kind_of_fault(string dataset)
    {
        foreach (var fault in Enum.GetValues<Fault>())
            Assert.Equal(
                600,
                StrictCsv.Read(await Samples.BytesAsync(Samples.Named(dataset), new(600, Bad: 0.3, Duplicates: 0.1, Faults: [fault])))
                    .Count() - 1);
    }

    /// <summary>DUFFBEER_ACCEPT=1 rewrites the samples; review their difference.</summary>
    [Theory]
    [MemberData(nameof(Committed))]
    public async Task The_samples_are_what_the_generator_writes(string dataset, int rows, string file)
    {
        var path = Path.Combine(s_samples, file);
        var written = await Samples.BytesAsync(Samples.Named(dataset), Samples.Named(dataset).Usual with { Rows = rows });
        if (Environment.GetEnvironmentVariable("DUFFBEER_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, written);
        }

        Assert.Equal(await File.ReadAllBytesAsync(path), written);
    }

    [Fact]
    public void There_is_a_sample_of_every_dataset_and_together_they_are_small()
    {
        var files = Directory.GetFiles(s_samples, "*.csv", SearchOption.AllDirectories);

        Assert.Equal(SampleDataset.All.Count, files.Length);
        Assert.InRange(files.Sum(file => new FileInfo(file).Length), 1, 2 << 20);
    }

    static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "DuffBeer.sln"))
            ? folder
            : Root(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("DuffBeer.sln"));
}
