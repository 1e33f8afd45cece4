using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DuffBeer.Core.Tests.Architecture;

/// <summary>Which project, folder and package may use which.</summary>
public sealed partial class DependencyTests
{
    static readonly string[] s_order =
    [
        "Failures", "Contracts", "Costs", "Columns", "Ports", "Csv", "Rows", "Chunks", "Receipts", "Models", "Runs", "Reports", "Explain",
        "Dashboards", "Composition",
    ];

    /// <summary>The rooms of two folders. The files beside them may use all rooms of Rows, but none of Runs.</summary>
    static readonly Dictionary<string, string[]> s_rooms = new()
    {
        ["Rows"] = ["Rejects", "Cells", "Blocks", "Partitions"],
        ["Runs"] =
            ["Records", "Keys", "Rejects", "Ingest", "Packs", "Batches", "Refresh", "Intake", "Maintain", "Verify", "Forget", "Views"],
    };

    static readonly string[] s_hosts = ["DuffBeer.Local", "DuffBeer.Functions"];

    public static TheoryData<string, string[]> AllowedProjects => new()
    {
        { "DuffBeer.Core", [] },
        { "DuffBeer.Parquet", ["DuffBeer.Core"] },
        { "DuffBeer.Iceberg", ["DuffBeer.Core"] },
        { "DuffBeer.Definitions", ["DuffBeer.Core"] },
        { "DuffBeer.Embedded", ["DuffBeer.Core"] },
        { "DuffBeer.Aws", ["DuffBeer.Core"] },
        { "DuffBeer.OpenLineage", ["DuffBeer.Core"] },
        { "DuffBeer.Api", ["DuffBeer.Core"] },
    };

    [Theory]
    [MemberData(nameof(AllowedProjects))]
    public void A_project_uses_only_the_projects_it_may(string project, string[] allowed) =>
        Assert.Empty(References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Except(allowed));

    [Theory]
    [InlineData("DuffBeer.Core", "CsvHelper", "System.IO.Hashing")]
    [InlineData("DuffBeer.Parquet", "Snappier")]
    [InlineData("DuffBeer.Iceberg")]
    [InlineData("DuffBeer.Definitions", "YamlDotNet")]
    [InlineData("DuffBeer.Aws", "AWSSDK.Core", "AWSSDK.S3", "AWSSDK.SecurityToken", "AWSSDK.SQS", "Azure.Identity")]
    [InlineData("DuffBeer.Embedded", "DuckDB.NET.Bindings.Full")]
    [InlineData("DuffBeer.Api", "Microsoft.IdentityModel.JsonWebTokens", "Microsoft.IdentityModel.Protocols.OpenIdConnect")]
    public void A_project_uses_only_the_packages_it_may(string project, params string[] allowed) =>
        Assert.Empty(References(project, "PackageReference").Except(allowed));

    [Fact]
    public void Every_project_has_its_rule() =>
        Assert.Empty(
            Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName)
                .Except(AllowedProjects.Select(row => (string?)row[0])).Except(s_hosts));

    [Fact]
    public void No_project_uses_a_host() =>
        Assert.Empty(
            from folder in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"))
            from reference in References(Path.GetFileName(folder), "ProjectReference")
            where s_hosts.Contains(Path.GetFileNameWithoutExtension(reference))
            select $"{Path.GetFileName(folder)} uses {reference}");

    [Fact]
    public void The_core_names_only_the_framework_itself_and_CsvHelper() =>
        Assert.Empty(
            from file in Repository.Sources("DuffBeer.Core")
            from Match use in Using().Matches(File.ReadAllText(file))
            let name = use.Groups[1].Value
            where !Regex.IsMatch(name, @"^(System|CsvHelper|DuffBeer\.Core)\b")
            select $"{Path.GetFileName(file)} uses {name}");

    [Fact]
    public void A_folder_of_the_core_uses_only_the_folders_before_it() =>
        Assert.Empty(
            from file in Repository.Sources("DuffBeer.Core")
            let folder = Array.IndexOf(s_order, FolderOf(file))
            from Match use in CoreFolder().Matches(File.ReadAllText(file))
            where Array.IndexOf(s_order, use.Groups[1].Value) > folder
            select $"{Path.GetFileName(file)} uses {use.Groups[1].Value}");

    [Fact]
    public void Every_folder_of_the_core_has_its_place_in_the_order() =>
        Assert.Empty(
            Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src", "DuffBeer.Core")).Select(Path.GetFileName)
                .Except(s_order).Except(["obj", "bin"]));

    [Theory]
    [InlineData("Rows")]
    [InlineData("Runs")]
    public void A_room_uses_only_the_rooms_before_it(string folder) =>
        Assert.Empty(
            from room in s_rooms[folder]
            from file in Directory.EnumerateFiles(Path.Combine(PathOf(folder), room), "*.cs", SearchOption.AllDirectories)
            from used in RoomsUsed(folder, file)
            where Array.IndexOf(s_rooms[folder], used) > Array.IndexOf(s_rooms[folder], room)
            select $"{room}/{Path.GetFileName(file)} uses {used}");

    [Fact]
    public void A_file_beside_the_rooms_of_runs_uses_no_room() =>
        Assert.Empty(
            from file in Directory.EnumerateFiles(PathOf("Runs"), "*.cs")
            from used in RoomsUsed("Runs", file)
            select $"{Path.GetFileName(file)} uses {used}");

    [Theory]
    [InlineData("Rows")]
    [InlineData("Runs")]
    public void Every_room_has_its_place_in_the_order(string folder) =>
        Assert.Equal(s_rooms[folder].Order(), Directory.EnumerateDirectories(PathOf(folder)).Select(Path.GetFileName).Order());

    [Theory]
    [InlineData("IngestFile.cs")]
    [InlineData("IngestBatch.cs")]
    [InlineData("RefreshModels.cs")]
    [InlineData("MaintainLake.cs")]
    [InlineData("ForgetRows.cs")]
    public void An_orchestration_reaches_clock_chance_and_the_world_only_through_its_context(string file)
    {
        var source = File.ReadAllText(Repository.Sources("DuffBeer.Core").Single(path => Path.GetFileName(path) == file));

        Assert.Contains("IOrchestrationContext", source, StringComparison.Ordinal);
        Assert.DoesNotMatch(
            @"\b(DateTime(Offset)?\.(Utc)?Now|TimeProvider|Guid\.NewGuid|Random|Stopwatch|Environment|File|Directory|HttpClient|" +
            @"IObjectStore|IQueryEngine|Task\.(Run|Delay)|Thread|ConfigureAwait)\b",
            source);
    }

    static IEnumerable<string> RoomsUsed(string folder, string file) =>
        from Match use in Regex.Matches(File.ReadAllText(file), $@"DuffBeer\.Core\.{folder}\.([A-Z]\w*)")
        where s_rooms[folder].Contains(use.Groups[1].Value)
        select use.Groups[1].Value;

    static string PathOf(string folder) => Path.Combine(Repository.Root, "src", "DuffBeer.Core", folder);

    static string FolderOf(string file) =>
        Path.GetRelativePath(Path.Combine(Repository.Root, "src", "DuffBeer.Core"), file).Split(Path.DirectorySeparatorChar)[0];

    static IEnumerable<string> References(string project, string element)
    {
        var file = Path.Combine(Repository.Root, "src", project, $"{project}.csproj");
        return File.Exists(file)
            ? XDocument.Load(file).Descendants(element).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            : [];
    }

    [GeneratedRegex(@"(?:^using (?:static )?|\bglobal::)([A-Z][\w.]*)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"DuffBeer\.Core\.([A-Z]\w*)")]
    private static partial Regex CoreFolder();
}
