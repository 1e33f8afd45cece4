using System.Text.Json.Nodes;

namespace DuffBeer.Definitions.Yaml.Odcs;

/// <summary>Reads one schema object as a contract.</summary>
static class OdcsTable
{
    public static ImportedTree Read(OdcsMap table, OdcsHead head)
    {
        var custom = (JsonObject)head.Custom.DeepClone();
        table.Text("logicalType");
        table.Text("physicalType");
        var written = table.Text("name") ?? "";
        table.Text("physicalName");
        var name = ContractReading.Identifier().IsMatch(written) ? written : DefinitionName.Of(written, "rows");
        var tree = ContractTree.Without(new()
        {
            ["dataset"] = name,
            ["version"] = head.Version,
            ["domain"] = head.Domain,
            ["description"] = Description(table, head, written),
            ["grain"] = table.Text("dataGranularityDescription"),
            ["owner"] = head.Owner?.DeepClone(),
        });
        OdcsCustom.AddTo(tree, custom);
        foreach (var rule in table.Maps("quality"))
            Rule(rule, tree);
        if (tree["source"] is null)
            tree["source"] = Source(table, head, name);
        if (tree["dialect"] is null && head.Delimiter is { Length: > 0 and < 9 } delimiter)
            tree["dialect"] = new JsonObject { ["delimiter"] = delimiter };

        var columns = new OdcsColumns(tree["dialect"]?["decimal"]?.GetValue<string>());
        columns.Read(table.Maps("properties"), []);
        columns.ReadHidden();
        tree["columns"] = new JsonArray([.. columns.Columns.Select(column => column.Tree)]);
        if (columns.Derived is { Count: > 0 } derived)
            tree["derived"] = new JsonArray([.. derived]);
        tree["partitionBy"] = ContractTree.Texts(columns.PartitionBy);
        table.Note("name", ImportNoteKind.Taken, $"dataset {name}, version {head.Version}");
        return new(ContractTree.Without(tree), table, columns.Columns);
    }

    static string Description(OdcsMap table, OdcsHead head, string written)
    {
        if ((table.Text("description") ?? head.Purpose) is { } description)
            return description;
        table.Note("description", ImportNoteKind.Guessed, $"the file does not say what the rows are, so 'Rows of {written}.'");
        return $"Rows of {written}.";
    }

    static void Rule(OdcsMap rule, JsonObject tree)
    {
        foreach (var said in new[] { "name", "description", "type", "unit", "dimension", "severity" })
            rule.Text(said);
        var keys = rule.Map("arguments")?.Texts("properties") ?? [];
        if (rule.Text("metric") == "duplicateValues" && rule.Text("mustBe") == "0" && keys.Count > 0)
        {
            tree["onDuplicateKey"] ??= "reject";
            rule.Note("", ImportNoteKind.Taken, "a row whose key occurs again is rejected; the primary key is that key");
        }
        else
        {
            rule.LeaveOut("the rule has no key in a contract; write an audit of a model");
        }
    }

    static JsonObject Source(OdcsMap table, OdcsHead head, string name)
    {
        var path = head.Location?.Replace("{model}", name, StringComparison.Ordinal).TrimStart('/').Replace('\\', '/') ?? "";
        var firstStar = path.IndexOfAny(['*', '?', '{']);
        var folder = path[..((firstStar < 0 ? path : path[..firstStar]).LastIndexOf('/') + 1)];
        if (folder.Length > 0 && !folder.Contains("..", StringComparison.Ordinal))
            return ContractTree.Without(new()
            {
                ["prefix"] = folder, ["pattern"] = path.Length > folder.Length && !path.Contains('{', StringComparison.Ordinal)
                    ? path[folder.Length..].Replace("**/", "", StringComparison.Ordinal)
                    : "*.csv*",
            });
        var prefix = $"{DefinitionName.Of(head.Domain ?? "", "own")}/{name}/";
        table.Note("name", ImportNoteKind.Guessed, $"the file does not say where CSVs are, so {prefix}*.csv*");
        return new() { ["prefix"] = prefix, ["pattern"] = "*.csv*" };
    }
}
