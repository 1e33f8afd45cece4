using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using DuffBeer.Api.Keys;
using DuffBeer.Functions.Tests.Engine;

namespace DuffBeer.Functions.Tests.EndToEnd;

/// <summary>Runs the end-to-end script against the cloud host's functions on the Durable Task engine.</summary>
public sealed class ScriptTests : IDisposable
{
    const string Key = "the key of the test";

    readonly string _folder = Directory.CreateTempSubdirectory("duffbeer-functions-").FullName;
    readonly TaskHubStore _hub = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_end_to_end_script_passes_against_the_functions()
    {
        var (code, output) = await RunAsync(Enum.GetValues<Scope>());

        Assert.True(code == 0, output);
        Assert.Contains("13 passed, 0 failed", output, StringComparison.Ordinal);
        // 2,000 rows are several chunks here.
        Assert.True(_hub.Completed.Count(call => call.Name == "TransformChunk") > 3);
        Assert.All(_hub.Completed.Where(call => call.Name == "EndRefresh"), call => Assert.Equal("refresh-turns", call.Instance));
    }

    [Fact]
    public async Task A_key_without_the_scopes_is_refused()
    {
        var (code, output) = await RunAsync([Scope.Report]);

        Assert.Equal(1, code);
        Assert.Contains("no JSON: expected 400, found 401", output, StringComparison.Ordinal);
    }

    async Task<(int Code, string Output)> RunAsync(IReadOnlyList<Scope> scopes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        var options = new CloudHostOptions(_folder) { Keys = [new("e2e", hash, [.. scopes])] };
        await using var host = await CloudHost.StartAsync(_hub, options);

        var script = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "EndToEnd").Value!;
        var start = new ProcessStartInfo("node", [script, "--url", host.Address, "--put", options.Landing + "/{key}", "--key", Key])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        return (node.ExitCode, await output + await errors);
    }
}
