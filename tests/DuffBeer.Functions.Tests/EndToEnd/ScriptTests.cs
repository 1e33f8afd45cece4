using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using DuffBeer.Api.Keys;

namespace DuffBeer.Functions.Tests.EndToEnd;

/// <summary>The script that drives any host by HTTP alone, against the functions of the cloud host, run by a small task hub in the place of Durable Functions.</summary>
public sealed class ScriptTests : IDisposable
{
    const string Key = "the key of the test";

    readonly string _folder = Directory.CreateTempSubdirectory("duffbeer-functions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_end_to_end_script_passes_against_the_functions()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var host = await SmallHost.StartAsync(_folder, [new("e2e", hash, Enum.GetValues<Scope>())]);

        var (code, said) = await RunAsync(host, "--key", Key);

        Assert.True(code == 0, said);
        Assert.Contains("13 passed, 0 failed", said, StringComparison.Ordinal);
        // 2,000 rows are many chunks here, and refreshes went through their one instance.
        Assert.Contains("RefreshTurns", host.Hub.Orchestrations);
        Assert.Single(host.Hub.Orchestrations, name => name == "RefreshTurns");
    }

    [Fact]
    public async Task A_key_without_the_scopes_gets_nowhere()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var host = await SmallHost.StartAsync(_folder, [new("reader", hash, [Scope.Report])]);

        var (code, said) = await RunAsync(host, "--key", Key);

        Assert.Equal(1, code);
        Assert.Contains("no JSON: expected 400, found 403", said, StringComparison.Ordinal);
    }

    static async Task<(int Code, string Said)> RunAsync(SmallHost host, params string[] arguments)
    {
        var script = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "EndToEnd").Value!;
        var start = new ProcessStartInfo("node", [script, "--url", host.Address, "--put", host.Landing + "/{key}", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        return (node.ExitCode, await output + await errors);
    }
}
