using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace DuffBeer.Definitions.Yaml.Tree;

/// <summary>Reads the mapping that a definition file consists of.</summary>
static partial class YamlFile
{
    /// <summary>Null, with a finding, if the text is not one mapping in valid YAML.</summary>
    /// <param name="expected">What the file should be, as in "expected a contract: …".</param>
    public static YamlMap? Root(string text, Findings findings, string expected)
    {
        try
        {
            if (YamlTree.Read(text) is YamlMap root)
                return root;
            findings.Add(1, 1, "", $"expected {expected}");
        }
        catch (YamlException invalid)
        {
            findings.Add(
                (int)invalid.Start.Line,
                (int)invalid.Start.Column,
                "",
                $"this is not valid YAML: {Position().Replace(invalid.Message, "")}");
        }

        return null;
    }

    [GeneratedRegex(@"^\(Line: .*?\): ")]
    private static partial Regex Position();
}
