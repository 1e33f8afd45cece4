using System.Diagnostics;
using System.Reflection;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.EndToEnd;

/// <summary>The script that drives any host by HTTP alone, against <c>duffbeer serve</c>.</summary>
public sealed class ScriptTests
{
    [Fact]
    public async Task The_end_to_end_script_passes_against_the_local_host()
    {
        using var folder = new TemporaryFolder();
        using var server = await ServeProcess.StartAsync(
            new Dictionary<string, string> { ["DUFFBEER_HOME"] = folder["home"] }, "serve", "--port", "0");

        var (code, said) = await RunAsync(server, Path.Combine(folder["home"], "landing", "{key}"));

        Assert.True(code == 0, said);
        Assert.Contains("12 passed, 0 failed", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_fails_where_the_upload_does_not_arrive()
    {
        using var folder = new TemporaryFolder();
        using var server = await ServeProcess.StartAsync(
            new Dictionary<string, string> { ["DUFFBEER_HOME"] = folder["home"] }, "serve", "--port", "0");

        var (code, said) = await RunAsync(server, folder["elsewhere"] + "/{key}");

        Assert.Equal(1, code);
        Assert.Contains("not ok: the event", said, StringComparison.Ordinal);
    }

    static async Task<(int Code, string Said)> RunAsync(ServeProcess server, string put)
    {
        var script = Assembly.GetExecutingAssembly()
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "EndToEnd").Value!;
        var start = new ProcessStartInfo(
            "node",
            [script, "--url", server.Http.BaseAddress!.ToString(), "--put", put]) { RedirectStandardOutput = true,
            RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        return (node.ExitCode, await output + await errors);
    }
}
