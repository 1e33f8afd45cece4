using DuffBeer.Definitions.Yaml;

namespace DuffBeer.Definitions.Tests.Contracts;

/// <summary>Bad contracts and every message their author gets: <c>Cases/x.yaml</c> gives <c>Cases/x.txt</c>.</summary>
public class BadContractTests
{
    static readonly string s_cases = Repository.PathOf("tests", "DuffBeer.Definitions.Tests", "Contracts", "Cases");

    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(s_cases, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>With DUFFBEER_ACCEPT=1 the expectations are rewritten; review the diff.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_mistake_of_a_file_is_reported_with_its_place(string file)
    {
        var loaded = ContractLoader.Load(File.ReadAllText(Path.Combine(s_cases, file)), file);
        var told = string.Concat(loaded.Errors.Select(error => error + "\n"));
        var expected = Path.ChangeExtension(Path.Combine(s_cases, file), ".txt");
        if (Environment.GetEnvironmentVariable("DUFFBEER_ACCEPT") == "1")
            File.WriteAllText(expected, told);

        Assert.Null(loaded.Contract);
        Assert.Equal(File.ReadAllText(expected), told);
    }
}
