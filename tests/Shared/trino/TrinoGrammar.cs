using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace DuffBeer.Tests.Shared;

/// <summary>A grammar of Trino, the SQL dialect of Athena.</summary>
static class TrinoGrammar
{
    /// <summary>Syntax errors, each as <c>name:line:column: message</c>.</summary>
    public static async Task<string[]> MistakesAsync(IReadOnlyDictionary<string, string> statements)
    {
        var folder = typeof(TrinoGrammar).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            metadata => metadata.Key == "TrinoFolder").Value!;
        using var node = Process.Start(
            new ProcessStartInfo("node", ["parse.mjs"])
            {
                WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true,
            })!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(statements));
        node.StandardInput.Close();
        var answer = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.Equal(0, node.ExitCode);
        return JsonSerializer.Deserialize<string[]>(answer)!;
    }
}
