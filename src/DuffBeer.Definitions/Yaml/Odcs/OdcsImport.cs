using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml.Odcs;

/// <param name="Dataset">Its name, and that of its file.</param>
/// <param name="Yaml">The contract's file.</param>
public sealed record ImportedContract(string Dataset, string Yaml, DatasetContract Contract);

/// <param name="Contracts">One per schema object; empty if there are errors.</param>
/// <param name="Notes">What became of each line, in the order of the file.</param>
public sealed record OdcsImported(
    IReadOnlyList<ImportedContract> Contracts, IReadOnlyList<ImportNote> Notes, IReadOnlyList<DefinitionError> Errors);

/// <summary>Makes contracts of a file of the Open Data Contract Standard, version 3.</summary>
public static class OdcsImport
{
    /// <param name="text">YAML or JSON.</param>
    /// <param name="file">The file's name in errors.</param>
    public static OdcsImported Read(string text, string file)
    {
        var findings = new Findings(file);
        var root = YamlFile.Root(text, findings, "a data contract: a mapping with 'kind: DataContract'");
        if (root is null)
            return new([], [], findings.All);
        var notes = new OdcsNotes();
        var contract = new OdcsMap(root, "", notes);
        Check(contract, findings);
        if (findings.All.Count > 0)
            return new([], [], findings.All);

        var head = OdcsHead.Of(contract);
        var contracts = new List<ImportedContract>();
        var refused = new List<(OdcsMap Table, string Problem)>();
        foreach (var table in contract.Maps("schema"))
        {
            var (yaml, settled, errors) = OdcsTable.Read(table, head).Settle(file);
            if (settled is null)
                refused.AddRange(errors.Select(error => (table, $"{error.Key}: {error.Message}")));
            else if (contracts.Any(other => other.Dataset == settled.Name))
                refused.Add((table, $"another table is the dataset '{settled.Name}' already"));
            else
                contracts.Add(new(settled.Name, yaml, settled));
        }

        foreach (var (table, problem) in refused)
        {
            if (contracts.Count > 0)
                table.Note("", ImportNoteKind.LeftOut, $"the table is left out: {problem}");
            else
                findings.Add(table.Line, 1, table.Path, problem);
        }

        notes.AddUnread(root, "");
        return new(findings.All.Count == 0 ? contracts : [], notes.All, findings.All);
    }

    static void Check(OdcsMap contract, Findings findings)
    {
        var version = contract.Text("apiVersion");
        if (contract.Text("kind") is var kind and not "DataContract")
            findings.Add(contract.LineOf("kind"), 1, "kind", $"expected 'kind: DataContract', not '{kind}'");
        else if (version?.TrimStart('v').StartsWith("3.", StringComparison.Ordinal) != true)
            findings.Add(
                contract.LineOf("apiVersion"), 1, "apiVersion",
                $"expected version 3 of the standard, such as {OdcsContract.ApiVersion}, not '{version}'");
        else if (contract.Maps("schema").Count == 0)
            findings.Add(contract.LineOf("schema"), 1, "schema", "the file has no 'schema' with tables, so there is nothing to import");
    }
}
