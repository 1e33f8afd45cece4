using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DuffBeer.Core.Tests.Architecture;

/// <summary>Every package that is shipped, or that a build or test uses, has a licence that lets everybody use it with ours.</summary>
public sealed class LicenceTests
{
    static readonly string[] s_permissive = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "MS-PL", "Unlicense"];

    /// <summary>Packages that name a file or an address instead, and what we read there.</summary>
    static readonly Dictionary<string, string> s_read = new(StringComparer.OrdinalIgnoreCase)
    {
        ["System.Security.Cryptography.ProtectedData"] = "MIT",
        ["CommandLineParser"] = "MIT",
        ["Microsoft.DotNet.PlatformAbstractions"] = "MIT",
        ["xunit.abstractions"] = "Apache-2.0",
        ["System.Reactive.Compatibility"] = "MIT",
        ["Apache.Avro"] = "Apache-2.0",
        ["K4os.Compression.LZ4"] = "MIT",
    };

    /// <summary>Under the MPL, whose terms a test does not touch.</summary>
    static readonly string[] s_onlyInTests = ["Deque.AxeCore.Commons"];

    /// <summary>Tools that draw the diagrams of the documents: no user gets them.</summary>
    static readonly string[] s_drawing = ["docs/diagrams/package-lock.json"];

    [Fact]
    public void Every_NuGet_package_has_a_permissive_licence()
    {
        var packages = Repository.Files().Where(file => Path.GetFileName(file) == "packages.lock.json")
            .SelectMany(file => PackagesOf(file).Select(package => (package.Id, package.Version, IsTest: IsOfTest(file))))
            .Distinct().ToList();

        Assert.True(packages.Count > 50, $"{packages.Count}");
        Assert.Empty(
            from package in packages
            let licence = LicenceOf(package.Id, package.Version)
            where !IsPermissive(licence) && !(package.IsTest && s_onlyInTests.Contains(package.Id))
            select $"{package.Id} {package.Version}: {licence}");
    }

    [Fact]
    public void Every_npm_package_has_a_permissive_licence()
    {
        var packages = Repository.Files().Where(file => Path.GetFileName(file) == "package-lock.json")
            .Where(file => !s_drawing.Contains(Repository.NameOf(file)))
            .SelectMany(file => Json(file).GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0)).ToList();

        Assert.True(packages.Count > 30, $"{packages.Count}");
        Assert.Empty(
            from package in packages
            let licence = package.Value.TryGetProperty("license", out var named) ? named.GetString()! : "none"
            where !IsPermissive(licence)
            select $"{package.Name}: {licence}");
    }

    /// <summary>NuGet compares packages with known vulnerabilities at each restore, and its warnings are errors.</summary>
    [Fact]
    public void No_project_turns_the_audit_of_packages_off() =>
        Assert.Empty(
            from file in Repository.Files().Where(file => Path.GetExtension(file) is ".csproj" or ".props" or ".targets")
            where Regex.IsMatch(File.ReadAllText(file), @"NuGetAudit(?!Mode>all)|NU190\d")
            select Repository.NameOf(file));

    [Theory]
    [InlineData("MIT OR GPL-3.0-only", true)]
    [InlineData("(MIT AND Apache-2.0)", true)]
    [InlineData("GPL-3.0-only", false)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("none", false)]
    public void A_choice_of_licences_is_permissive_if_one_of_them_is(string licence, bool isPermissive) =>
        Assert.Equal(isPermissive, IsPermissive(licence));

    static bool IsPermissive(string licence) =>
        licence.Trim('(', ')').Split(" OR ").Any(choice => choice.Split(" AND ").All(part => s_permissive.Contains(part.Trim('(', ')'))));

    static bool IsOfTest(string file) => Repository.NameOf(file).StartsWith("tests/", StringComparison.Ordinal);

    static IEnumerable<(string Id, string Version)> PackagesOf(string lockFile) =>
        from framework in Json(lockFile).GetProperty("dependencies").EnumerateObject()
        from package in framework.Value.EnumerateObject()
        where package.Value.GetProperty("type").GetString() != "Project"
        select (package.Name, package.Value.GetProperty("resolved").GetString()!);

    static string LicenceOf(string id, string version)
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var (name, number) = (id.ToLowerInvariant(), version.ToLowerInvariant());
        var description = Path.Combine(folder, name, number, $"{name}.nuspec");
        if (!File.Exists(description))
            return "not restored: 'dotnet restore DuffBeer.sln' brings the packages of every project";
        var licence = XDocument.Load(description).Descendants().FirstOrDefault(element => element.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value == "expression" ? licence.Value : s_read.GetValueOrDefault(id, "none");
    }

    static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
}
