using System.Diagnostics;
using System.Numerics;

namespace DuffBeer.Parquet.Tests;

/// <summary>Files do not depend on the processor: what other tests read back was written as well by any other.</summary>
public sealed class ProcessorTests
{
    static readonly Lazy<Task<IReadOnlyList<byte[]>>> s_files = new(SampleProgram.FilesAsync);

    [Theory]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    [InlineData("DOTNET_EnableAVX2", 16)]
    public async Task Files_are_the_same_without_the_processors_vectors(string without, int vectorLength)
    {
        // A processor whose vectors are as short anyhow cannot tell whether the switch works, nor need it.
        var expectedLength = Vector.IsHardwareAccelerated ? Math.Min(vectorLength, Vector<byte>.Count) : 0;
        var folder = Directory.CreateTempSubdirectory("duffbeer-");
        try
        {
            Assert.Equal(expectedLength, await WriteAsync(folder.FullName, without));

            var files = await s_files.Value;
            for (var index = 0; index < files.Count; index++)
            {
                var written = await File.ReadAllBytesAsync(Path.Combine(folder.FullName, $"{index}.parquet"));
                Assert.True(files[index].SequenceEqual(written), $"File {index} of {written.Length} bytes differs from that of {files[index].Length}.");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<int> WriteAsync(string folder, string without)
    {
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host, ["exec", typeof(SampleProgram).Assembly.Location, folder]) { Environment = { [without] = "0" } };
        using var program = Process.Start(start)!;
        await program.WaitForExitAsync();
        return program.ExitCode;
    }
}
