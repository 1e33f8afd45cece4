using DuffBeer.Local.Generate;

namespace DuffBeer.Local.Tests.Generate;

/// <summary>Makes sample files in memory.</summary>
static class Samples
{
    public static readonly SampleDataset Orders = SampleDataset.All.Single(dataset => dataset.Name == "duff_orders");

    public static async Task<byte[]> BytesAsync(SampleShape shape)
    {
        using var to = new MemoryStream();
        var bytes = await new SampleFile(Orders, shape).WriteAsync(to, progress: null, default);
        Assert.Equal(to.Length, bytes);
        return to.ToArray();
    }

    /// <summary>The file's units without its header; a fault is a unit without cells.</summary>
    public static async Task<IReadOnlyList<SampleUnit>> UnitsAsync(SampleShape shape) => [.. StrictCsv.Read(await BytesAsync(shape)).Skip(1)];
}
