using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Definitions.Yaml.Odcs;

/// <summary>A contract that was read from another format, before it is known to be valid.</summary>
/// <param name="Tree">In the words of a contract.</param>
/// <param name="Table">Where it was read.</param>
/// <param name="Columns">Where its columns were read.</param>
sealed partial record ImportedTree(JsonObject Tree, OdcsMap Table, IReadOnlyList<(JsonObject Tree, OdcsMap Property)> Columns)
{
    public const string Schema = "# yaml-language-server: $schema=../.vscode/contract.schema.json\n";

    static readonly string[] s_needed = ["name", "type", "dataset", "version", "columns", "source"];

    /// <summary>Leaves out what the loader refuses, with a note for each, and loads the contract.</summary>
    public (string Yaml, DatasetContract? Contract, IReadOnlyList<DefinitionError> Errors) Settle(string file)
    {
        while (true)
        {
            Order();
            var yaml = Schema + YamlText.Write(Tree);
            var loaded = ContractLoader.Load(yaml, file);
            // One note for each mistake, so none may be skipped.
            var left = loaded.Errors.Select(LeaveOut).ToList();
            if (!left.Contains(true))
                return (yaml, loaded.Contract, loaded.Errors);
        }
    }

    /// <summary>Removes the key that an error is about; false if the contract needs it.</summary>
    bool LeaveOut(DefinitionError error)
    {
        if (Key().Match(error.Key) is not { Success: true } match)
            return false;
        var (list, index, key) = (match.Groups["list"].Value, match.Groups["index"].Value, match.Groups["key"].Value);
        OdcsMap at;
        JsonObject owner;
        if (list.Length == 0)
            (owner, at) = (Tree, Table);
        else if (list == "columns" && int.Parse(index, CultureInfo.InvariantCulture) is var column && column < Columns.Count)
            (owner, at) = Columns[column];
        else
            return false;
        if (owner[key] is not { } value || s_needed.Contains(key))
            return false;
        owner.Remove(key);
        at.Note("name", ImportNoteKind.LeftOut, $"{key} {value.ToJsonString()}: {error.Message}");
        return true;
    }

    /// <summary>Keys in the order in which a contract is usually written.</summary>
    void Order()
    {
        Order(Tree, ContractReading.Allowed);
        foreach (var (tree, _) in Columns)
            Order(tree, ColumnReading.Allowed);
    }

    static void Order(JsonObject tree, IReadOnlyList<string> keys)
    {
        var place = keys.Index().ToDictionary(key => key.Item, key => key.Index);
        foreach (var (key, value) in tree.OrderBy(entry => place.GetValueOrDefault(entry.Key, place.Count)).ToList())
        {
            tree.Remove(key);
            tree[key] = value;
        }
    }

    [GeneratedRegex(@"^(?:(?<list>columns|derived)\[(?<index>\d+)\]\.)?(?<key>[a-zA-Z]+)")]
    private static partial Regex Key();
}
