using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml;

/// <summary>A contract or the mistakes of its file, never both.</summary>
/// <param name="File">The file's name in errors.</param>
/// <param name="VersionLine">The line of the contract's version.</param>
public sealed record LoadedContract(string File, DatasetContract? Contract, IReadOnlyList<DefinitionError> Errors, int VersionLine = 1);

/// <summary>Reads contracts (YAML) and checks everything that needs no data.</summary>
public static class ContractLoader
{
    /// <summary>Reads one file.</summary>
    public static LoadedContract LoadFile(string path) => Load(File.ReadAllText(path), path);

    /// <summary>Reads every <c>*.yaml</c> of a folder.</summary>
    public static (IReadOnlyList<DatasetContract> Contracts, IReadOnlyList<DefinitionError> Errors) LoadFolder(string folder) =>
        All([.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(LoadFile)]);

    /// <summary>Reads the contracts of a folder of definitions, and of those that add to it.</summary>
    public static (IReadOnlyList<DatasetContract> Contracts, IReadOnlyList<DefinitionError> Errors) LoadAll(DefinitionFolder folder) =>
        All([.. folder.Yaml("contracts").Select(text => Load(text.Text, text.File))]);

    static (IReadOnlyList<DatasetContract> Contracts, IReadOnlyList<DefinitionError> Errors) All(List<LoadedContract> loaded) =>
        (
            [.. loaded.Select(file => file.Contract).OfType<DatasetContract>()],
            [
                .. loaded.SelectMany(file => file.Errors),
                .. loaded.Where(file => file.Contract is not null).GroupBy(file => file.Contract!.Name).SelectMany(Contradictions),
            ]);

    /// <summary>Versions of one dataset that contradict each other.</summary>
    static IEnumerable<DefinitionError> Contradictions(IEnumerable<LoadedContract> versions)
    {
        var ordered = versions.OrderBy(file => file.Contract!.ValidFrom ?? DateOnly.MinValue).ToList();
        if (FieldId.Clash(ordered.SelectMany(file => file.Contract!.StoredColumns)) is { } clash)
            return [new DefinitionError(ordered[^1].File, ordered[^1].VersionLine, 1, clash, "columns")];
        return from pair in ordered.Zip(ordered.Skip(1))
               let problem = ContractVersions.Contradiction(pair.First.Contract!, pair.Second.Contract!)
               where problem is not null
               select new DefinitionError(
                   pair.Second.File,
                   pair.Second.VersionLine,
                   1,
                   $"{problem} (the other is {pair.First.File})",
                   "version");
    }

    /// <param name="text">The contract.</param>
    /// <param name="file">The file's name in errors.</param>
    public static LoadedContract Load(string text, string file)
    {
        var findings = new Findings(file);
        return YamlFile.Root(text, findings, "a contract: a mapping that begins with 'dataset:'") is { } root
            ? Checked(file, new ContractReading(root, findings).Read() with { Hash = HashOf(text) }, findings, VersionLine(root))
            : Checked(file, null, findings);
    }

    static int VersionLine(YamlMap root) => root.Entries.FirstOrDefault(entry => entry.Key.Value == "version")?.Key.Line ?? 1;

    /// <summary>16 hex digits of the SHA-256 of the text, regardless of line endings.</summary>
    static string HashOf(string text)
    {
        var normalised = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normalised)))[..16];
    }

    static LoadedContract Checked(string file, DatasetContract? contract, Findings findings, int versionLine = 1) =>
        new(file, findings.All.Count == 0 ? contract : null, findings.All, versionLine);
}
