using System.Reflection;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.GoldenCases;

/// <summary>A folder of source files and the expected results.</summary>
/// <remarks>
/// <c>input.csv</c>, or <c>1-orders.csv</c>, <c>2-orders.csv</c>, …: ingested in that order, under the name after the number; a name
/// that occurs again is a changed version of the same file. Every <c>expected-…</c> file is compared as text.
/// </remarks>
sealed class GoldenCase(string dataset, string name)
{
    const string Expected = "expected-";

    static readonly string s_root = typeof(GoldenCase).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
        value => value.Key == "CasesFolder").Value!;
    static readonly bool s_rewrite = Environment.GetEnvironmentVariable("DUFFBEER_REWRITE_GOLDEN") == "1";

    public string Folder { get; } = Path.Combine(s_root, dataset, name);

    public static IEnumerable<string> NamesOf(string dataset) =>
        Directory.EnumerateDirectories(Path.Combine(s_root, dataset))
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal);

    public IEnumerable<(string Name, byte[] Content)> Inputs() =>
        from path in Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal)
        let file = Path.GetFileName(path)
        where !file.StartsWith(Expected, StringComparison.Ordinal)
        let dash = file.IndexOf('-', StringComparison.Ordinal)
        select (file[(dash + 1)..], File.ReadAllBytes(path));

    /// <summary>
    /// Names of the case's reports, with their parameters: <c>expected-report.orders-by-client.client_id=1001.json</c>.
    /// </summary>
    public IReadOnlyList<ExpectedReport> Reports() =>
    [
        .. from path in Directory.EnumerateFiles(Folder, $"{Expected}report.*").Order(StringComparer.Ordinal)
           select ExpectedReport.Of(Path.GetFileName(path)),
    ];

    /// <summary>Compares the result with the file, or writes the file when golden files are rewritten.</summary>
    public void Hold(string file, string actual)
    {
        var path = Path.Combine(Folder, file);
        if (s_rewrite)
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"{path} is missing. DUFFBEER_REWRITE_GOLDEN=1 writes it.");
        Assert.Equal(Read(file), actual);
    }

    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));
}

/// <param name="Format"><c>json</c> or <c>csv</c>.</param>
sealed record ExpectedReport(string File, string Name, IReadOnlyList<string> Parameters, string Format)
{
    public static ExpectedReport Of(string file)
    {
        var parts = file.Split('.');
        return new(file, parts[1], parts[2..^1], parts[^1]);
    }

    public string[] Arguments() =>
        ["report", Name, .. Parameters.SelectMany(parameter => new[] { "--param", parameter }), "--format", Format];
}
