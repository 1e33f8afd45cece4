using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace DuffBeer.Infra.Tests.Azure;

/// <summary>The Bicep compiler from its NuGet package.</summary>
static class Bicep
{
    public const string Subscription = "55555555-5555-5555-5555-555555555555";
    public const string Tenant = "44444444-4444-4444-4444-444444444444";

    static readonly string s_compiler = Path.Combine(
        typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "BicepPackage").Value!,
        "tools",
        "bicep");

    public static readonly string Root = FindRoot();
    public static readonly string Folder = Path.Combine(Root, "infra", "azure");

    /// <summary>What the compiler says to standard error; empty if there is nothing to complain about.</summary>
    public static string Complaints(params string[] arguments) => Run(arguments, new Dictionary<string, string>()).Complaints;

    public static JsonDocument Build(string file)
    {
        var (output, complaints) = Run(["build", file, "--stdout"], new Dictionary<string, string>());
        Assert.Empty(complaints);
        return JsonDocument.Parse(output);
    }

    /// <summary>The resources that a deployment would make. Values that only Azure knows remain expressions, <c>[…]</c>.</summary>
    public static IReadOnlyList<JsonElement> Resources(string parameters, IReadOnlyDictionary<string, string> environment)
    {
        using var folder = new TemporaryFolder();
        // The snapshot is written beside the parameters, so these are copied; the template stays where it is.
        var template = Path.GetRelativePath(folder.Path, Folder);
        var file = folder.Write("main.bicepparam", parameters.Replace("{folder}", template, StringComparison.Ordinal));
        string[] place =
            ["--tenant-id", Tenant, "--subscription-id", Subscription, "--resource-group", "duffbeer-test", "--location", "westeurope"];
        var (_, complaints) = Run(["snapshot", file, .. place], environment);
        Assert.Empty(complaints);
        using var snapshot = JsonDocument.Parse(File.ReadAllText(folder["main.snapshot.json"]));
        return [.. snapshot.RootElement.GetProperty("predictedResources").EnumerateArray().Select(resource => resource.Clone())];
    }

    static (string Output, string Complaints) Run(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(s_compiler, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var complaints = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (output.Result, complaints.Result.Trim());
    }

    static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "DuffBeer.sln")))
                return folder;
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}
