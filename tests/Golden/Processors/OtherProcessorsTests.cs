using System.Diagnostics;

namespace DuffBeer.Golden.Tests.Processors;

/// <summary>
/// Reading, typing and writing work on every processor: their laws, tests and golden cases run again without this processor's vectors.
/// </summary>
public sealed class OtherProcessorsTests
{
    // Filters ignore case: none may match this class, or the run would start itself.
    // Files of a few bytes, of which there are millions, are too short for any vector; neither do vectors decide what is allocated.
    const string ForVectors =
        "FullyQualifiedName!~SplittingLawTests&FullyQualifiedName!~LongDelimiterTests&FullyQualifiedName!~AllocationTests&";
    const string BytesToColumns =
        ForVectors + "(FullyQualifiedName~Core.Tests.Csv|FullyQualifiedName~Core.Tests.Rows|FullyQualifiedName~Core.Tests.Columns|" +
        "FullyQualifiedName~Core.Tests.Chunks|FullyQualifiedName~Core.Tests.Contracts|FullyQualifiedName~InstructionsTests)";
    const string Laws =
        ForVectors + "(FullyQualifiedName~Law|FullyQualifiedName~MarkIndex|FullyQualifiedName~StringCodes|" +
        "FullyQualifiedName~NumberForm|FullyQualifiedName~NumberLanes|FullyQualifiedName~InstructionsTests)";
    // Files are byte for byte the same without vectors (ProcessorTests), so that other readers need not read them again.
    const string Encoding = "FullyQualifiedName!~ProcessorTests&FullyQualifiedName!~Readers&FullyQualifiedName!~CodecTests";
    // The golden cases are about SQL, and about bytes that the laws of chunks vary.
    const string ChunkLaw = "FullyQualifiedName~Tests.ChunkLaw|FullyQualifiedName~InstructionsTests";

    [Theory]
    [InlineData("DuffBeer.Core.Tests", BytesToColumns, "DOTNET_EnableHWIntrinsic")]
    [InlineData("DuffBeer.Core.Tests", Laws, "DOTNET_EnableAVX512")]
    [InlineData("DuffBeer.Core.Tests", Laws, "DOTNET_EnableAVX2")]
    [InlineData("DuffBeer.Parquet.Tests", Encoding, "DOTNET_EnableHWIntrinsic")]
    [InlineData("DuffBeer.Golden.Tests", ChunkLaw, "DOTNET_EnableHWIntrinsic")]
    public async Task The_same_tests_pass_without_these_instructions(string project, string tests, string without)
    {
        // artifacts/bin/<project>/<configuration>/
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name, $"{project}.dll");
        var start = new ProcessStartInfo("dotnet", ["test", assembly, "--filter", tests])
        {
            RedirectStandardOutput = true, Environment = { [without] = "0", [Law.Share] = Law.IsWhole ? "0.1" : "0.03" },
        };
        using var run = Process.Start(start)!;
        var output = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();

        Assert.True(run.ExitCode == 0, output);
        Assert.Contains("Passed!", output, StringComparison.Ordinal);
    }
}
