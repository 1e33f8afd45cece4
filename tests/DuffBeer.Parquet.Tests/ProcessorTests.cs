using System.Diagnostics;
using System.Numerics;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Tests;

/// <summary>Files do not depend on the processor's vectors, so the other tests' round trips hold for every processor.</summary>
public sealed class ProcessorTests
{
    /// <remarks>
    /// Snappier hashes with the CRC32 instruction that x64 and arm64 processors have, and finds other matches without it:
    /// where all of the processor's extensions are off, only what we encode ourselves is the same.
    /// </remarks>
    [Theory]
    [InlineData("DOTNET_EnableHWIntrinsic", 0, PartCodec.Uncompressed)]
    [InlineData("DOTNET_EnableAVX2", 16, PartCodec.Uncompressed)]
    [InlineData("DOTNET_EnableAVX2", 16, PartCodec.Snappy)]
    public async Task Files_are_the_same_without_the_processors_vectors(string without, int vectorLength, PartCodec codec)
    {
        // On a processor whose vectors are this short anyway, the switch changes nothing.
        var expectedLength = Vector.IsHardwareAccelerated ? Math.Min(vectorLength, Vector<byte>.Count) : 0;
        var folder = Directory.CreateTempSubdirectory("duffbeer-");
        try
        {
            Assert.Equal(expectedLength, await WriteAsync(folder.FullName, without, codec));

            var files = await SampleProgram.FilesAsync(codec);
            for (var index = 0; index < files.Count; index++)
            {
                var written = await File.ReadAllBytesAsync(Path.Combine(folder.FullName, $"{index}.parquet"));
                Assert.True(
                    files[index].SequenceEqual(written),
                    $"File {index} of {written.Length} bytes differs from that of {files[index].Length}.");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<int> WriteAsync(string folder, string without, PartCodec codec)
    {
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host, ["exec", typeof(SampleProgram).Assembly.Location, folder, codec.ToString()])
        {
            Environment = { [without] = "0" },
        };
        using var program = Process.Start(start)!;
        await program.WaitForExitAsync();
        return program.ExitCode;
    }
}
