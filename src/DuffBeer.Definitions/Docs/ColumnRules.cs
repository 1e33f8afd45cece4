using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Cells;

namespace DuffBeer.Definitions.Docs;

/// <summary>Describes in words what a contract requires of a source column and how it normalises values.</summary>
static class ColumnRules
{
    public static string Of(Column column, DatasetContract contract) => string.Join("; ", Rules(column, contract));

    static IEnumerable<string> Rules(Column column, DatasetContract contract)
    {
        if (column.Key)
            yield return "key";
        else if (column.Required)
            yield return "required";
        if (column.SourceName is { } name)
            yield return $"header {Markdown.Code(name)}";
        if (column.Type.Kind != TypeKind.String || column.OneOf.Count > 0)
            yield return $"must be {Markdown.Text(CellParser.For(column, 0).Expectation)}";
        if (column.IsEvent)
            yield return "not later than a day after its file";
        if (column.Known.Count > 0)
            yield return $"known: {Markdown.Codes(column.Known)}; others are accepted with a warning";
        if (column.NullTokens.Count > 0)
            yield return $"null: empty, {Markdown.Codes(column.NullTokens)}";
        if (column.Case != CaseRule.Keep)
            yield return column.Case == CaseRule.Lower ? "lowercased" : "uppercased";
        if (!column.Trim)
            yield return "surrounding spaces are kept";
        if (contract.Derived.FirstOrDefault(derived => derived.Hides == column.Name) is { } hider)
            yield return $"hidden: only {Markdown.Code(hider.Name)} is stored";
        if (contract.Derived.FirstOrDefault(derived => derived.Replaces == column.Name) is { } replacer)
            yield return $"stored as {Markdown.Code(replacer.Name)} below";
    }
}
