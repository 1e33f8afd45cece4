using System.Diagnostics;

namespace DuffBeer.Golden.Tests.Processors;

/// <summary>The laws of reading and typing and the golden cases hold on every processor: they run again without the vectors of this one.</summary>
public sealed class OtherProcessorsTests
{
    [Theory]
    [InlineData("DuffBeer.Core.Tests", "FullyQualifiedName~Core.Tests.Csv|FullyQualifiedName~Core.Tests.Rows", "DOTNET_EnableHWIntrinsic")]
    [InlineData("DuffBeer.Core.Tests", "FullyQualifiedName~Law|FullyQualifiedName~MarkIndex|FullyQualifiedName~StringCodes", "DOTNET_EnableAVX512")]
    [InlineData("DuffBeer.Core.Tests", "FullyQualifiedName~Law|FullyQualifiedName~MarkIndex|FullyQualifiedName~StringCodes", "DOTNET_EnableAVX2")]
    [InlineData("DuffBeer.Golden.Tests", "FullyQualifiedName~GoldenCases", "DOTNET_EnableHWIntrinsic")]
    public async Task The_same_tests_pass_without_these_instructions(string project, string tests, string without)
    {
        // artifacts/bin/<project>/<configuration>/
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name, $"{project}.dll");
        var start = new ProcessStartInfo("dotnet", ["test", assembly, "--filter", tests]) { RedirectStandardOutput = true, Environment = { [without] = "0" } };
        using var run = Process.Start(start)!;
        var output = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();

        Assert.True(run.ExitCode == 0, output);
        Assert.Contains("Passed!", output, StringComparison.Ordinal);
    }
}
