using System.Numerics;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Tests;

/// <summary>Writes sample tables in a separate process, which may run without the processor's vectors.</summary>
static class SampleProgram
{
    /// <param name="args">A folder and a codec.</param>
    /// <returns>The length of a vector in bytes.</returns>
    public static async Task<int> Main(string[] args)
    {
        foreach (var (index, bytes) in (await FilesAsync(Enum.Parse<PartCodec>(args[1]))).Index())
            await File.WriteAllBytesAsync(Path.Combine(args[0], $"{index}.parquet"), bytes);
        return Vector.IsHardwareAccelerated ? Vector<byte>.Count : 0;
    }

    /// <summary>The same tables each time, of all types, patterns and lengths.</summary>
    public static async Task<IReadOnlyList<byte[]>> FilesAsync(PartCodec codec)
    {
        var files = new List<byte[]>();
        foreach (var rows in (int[])[7, 129, 1_000, 20_001])
        {
            var table = SampleTable.OfAllShapes(new Random(rows), rows);
            files.Add((await ParquetBytes.WriteAsync(codec, table.Columns, table.Batches)).File);
        }

        return files;
    }
}
