using DuffBeer.Local.Generate;

namespace DuffBeer.Local.Tests.Generate;

/// <summary>Makes sample files in memory.</summary>
static class Samples
{
    public static readonly SampleDataset Orders = SampleDataset.All.Single(dataset => dataset.Name == "duff_orders");

    public static SampleDataset Named(string dataset) => SampleDataset.All.Single(known => known.Name == dataset);

    public static Task<byte[]> BytesAsync(SampleShape shape) => BytesAsync(Orders, shape);

    public static async Task<byte[]> BytesAsync(SampleDataset dataset, SampleShape shape)
    {
        using var to = new MemoryStream();
        var bytes = await new SampleFile(dataset, shape).WriteAsync(to, progress: null, default);
        Assert.Equal(to.Length, bytes);
        return to.ToArray();
    }

    /// <summary>The file's units without its header; a fault is a unit without cells.</summary>
    public static async Task<IReadOnlyList<SampleUnit>> UnitsAsync(SampleShape shape) =>
        [.. StrictCsv.Read(await BytesAsync(shape)).Skip(1)];

    /// <summary>The rows of a file, each by the header's names.</summary>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> RowsAsync(string dataset, SampleShape shape)
    {
        var known = Named(dataset);
        var names = known.Columns.Select(column => column.Name).ToList();
        return
        [
            .. StrictCsv.Read(await BytesAsync(known, shape))
                .Skip(1)
                .Select(unit => names.Zip(unit.Cells).ToDictionary(cell => cell.First, cell => cell.Second))
        ];
    }

    /// <summary>That many rows of the default shape.</summary>
    public static Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> RowsAsync(string dataset, int rows, params Quirk[]? quirks) =>
        RowsAsync(dataset, Named(dataset).Usual with { Rows = rows, Quirks = quirks });
}
