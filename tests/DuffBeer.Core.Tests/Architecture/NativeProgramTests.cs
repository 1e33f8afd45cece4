using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DuffBeer.Core.Tests.Architecture;

/// <summary>The command line is also compiled natively; what does not allow that is an error of every build.</summary>
public sealed partial class NativeProgramTests
{
    /// <summary>The project of the command line, and those that it uses.</summary>
    public static TheoryData<string> Projects => [.. UsedBy("DuffBeer.Local").Distinct()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_build_checks_whether_native_compilation_is_possible(string project)
    {
        var settings = Project(project);

        Assert.Equal(["true"], settings.Descendants("IsAotCompatible").Select(element => element.Value));
        Assert.DoesNotMatch(@"EnableAotAnalyzer|EnableTrimAnalyzer|\bIL[23]\d{3}\b", settings.ToString());
    }

    [Fact]
    public void Warnings_are_errors_in_every_project() =>
        Assert.Contains(
            "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
            File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")),
            StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_suppressed_check_has_its_reason_in_the_line_above(string project) =>
        Assert.Empty(
            from file in Repository.Sources(project)
            let lines = File.ReadAllLines(file)
            from line in Enumerable.Range(0, lines.Length)
            where Suppression().IsMatch(lines[line])
                && (line == 0 || !lines[line - 1].TrimStart().StartsWith("// ", StringComparison.Ordinal))
            select $"{file}:{line + 1}");

    static IEnumerable<string> UsedBy(string project) =>
        Project(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .SelectMany(UsedBy)
            .Prepend(project);

    static XDocument Project(string project) => XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"));

    [GeneratedRegex(@"UnconditionalSuppressMessage|#pragma warning disable .*\bIL[23]\d{3}")]
    private static partial Regex Suppression();
}
