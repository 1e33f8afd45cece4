using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml.Tree;
using YamlDotNet.Core;

namespace DuffBeer.Definitions.Yaml;

/// <summary>A contract, or every mistake of its file; never both.</summary>
public sealed record LoadedContract(DatasetContract? Contract, IReadOnlyList<DefinitionError> Errors);

/// <summary>Reads contracts (YAML) and checks all that can be checked without data.</summary>
public static partial class ContractLoader
{
    /// <summary>Reads one file.</summary>
    public static LoadedContract LoadFile(string path) => Load(File.ReadAllText(path), path);

    /// <summary>Reads every <c>*.yaml</c> of a folder.</summary>
    public static (IReadOnlyList<DatasetContract> Contracts, IReadOnlyList<DefinitionError> Errors) LoadFolder(string folder)
    {
        var loaded = Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(LoadFile).ToList();
        return ([.. loaded.Select(file => file.Contract).OfType<DatasetContract>()], [.. loaded.SelectMany(file => file.Errors)]);
    }

    /// <param name="text">The contract.</param>
    /// <param name="file">How errors name the file.</param>
    public static LoadedContract Load(string text, string file)
    {
        var findings = new Findings(file);
        try
        {
            if (YamlTree.Read(text) is YamlMap root)
                return Checked(new ContractReading(root, findings).Read() with { Hash = HashOf(text) }, findings);
            findings.Add(1, 1, "", "a contract is wanted: a mapping that begins with 'dataset:'");
        }
        catch (YamlException invalid)
        {
            findings.Add((int)invalid.Start.Line, (int)invalid.Start.Column, "", $"this is not YAML as definitions use it: {Position().Replace(invalid.Message, "")}");
        }

        return Checked(null, findings);
    }

    /// <summary>16 hex digits of the SHA-256 of the text, whatever its line ends.</summary>
    static string HashOf(string text)
    {
        var normalised = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normalised)))[..16];
    }

    static LoadedContract Checked(DatasetContract? contract, Findings findings) =>
        new(findings.All.Count == 0 ? contract : null, findings.All);

    [GeneratedRegex(@"^\(Line: .*?\): ")]
    private static partial Regex Position();
}
