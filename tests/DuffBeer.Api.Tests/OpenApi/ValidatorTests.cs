using System.Diagnostics;
using System.Reflection;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.OpenApi;

public sealed class ValidatorTests
{
    [Fact]
    public async Task A_validator_of_OpenAPI_accepts_the_document()
    {
        using var folder = new TemporaryFolder();
        await using var server = await Server.StartAsync();
        var document = await server.GetAsync("/api/openapi.json");
        await File.WriteAllBytesAsync(folder["openapi.json"], document.Body);
        var wrong = document.Text.Replace("\"responses\":", "\"responces\":", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["wrong.json"], wrong);

        Assert.Equal((0, "3.1"), await ValidateAsync(folder["openapi.json"]));
        // It does look: a document with a mistake is refused.
        Assert.Equal(1, (await ValidateAsync(folder["wrong.json"])).Code);
    }

    static async Task<(int Code, string Said)> ValidateAsync(string file)
    {
        var script = Assembly.GetExecutingAssembly()
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "Validator").Value!;
        using var node = Process.Start(new ProcessStartInfo("node", [script, file]) { RedirectStandardOutput = true })!;
        var said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return (node.ExitCode, said.Trim());
    }
}
