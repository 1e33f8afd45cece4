using System.Text.Json.Nodes;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Definitions.Yaml;

/// <summary>A contract in the words of its file. Keys that have their default are left out.</summary>
public static class ContractTree
{
    public static JsonObject Of(DatasetContract contract)
    {
        var numbers = contract.Dialect.Numbers;
        return Without(new()
        {
            ["dataset"] = contract.Name,
            ["version"] = contract.Version,
            ["validFrom"] = contract.ValidFrom?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["domain"] = Text(contract.Domain),
            ["description"] = contract.Description,
            ["grain"] = Text(contract.Grain),
            ["owner"] = Owner(contract.Owner),
            ["source"] = Without(new()
            {
                ["prefix"] = contract.Source.Prefix, ["pattern"] = contract.Source.Pattern == "*" ? null : contract.Source.Pattern,
            }),
            ["dialect"] = Dialect(contract.Dialect),
            ["rejectBudget"] = contract.RejectBudget == new RejectBudget()
                ? null
                : new JsonObject { ["fraction"] = contract.RejectBudget.Fraction, ["rows"] = contract.RejectBudget.Rows },
            ["onReupload"] = contract.OnReupload == Reupload.Replace ? null : "append",
            ["onDuplicateKey"] = contract.OnDuplicateKey == DuplicateKeys.Latest ? null : Word(contract.OnDuplicateKey),
            ["drift"] = Drift(contract.Drift),
            ["codec"] = contract.Codec?.Word,
            ["partitionBy"] = Texts(contract.PartitionBy),
            ["maxPartitions"] = contract.MaxPartitions,
            ["batch"] = Batch(contract.Batch),
            ["columns"] = new JsonArray([.. contract.Columns.Select(column => ColumnTree.Of(column, numbers))]),
            ["derived"] = Lines(contract.Derived.Select(Derived)),
            ["keys"] = contract.Keys.Count == 0
                ? null
                : new JsonObject(contract.Keys.Select(column => KeyValuePair.Create<string, JsonNode?>(column.Key, Keys(column.Value)))),
        });
    }

    /// <summary>The mapping without keys that have no value.</summary>
    internal static JsonObject Without(JsonObject mapping)
    {
        foreach (var key in mapping.Where(entry => entry.Value is null).Select(entry => entry.Key).ToList())
            mapping.Remove(key);
        return mapping;
    }

    /// <summary>Null if the list is empty.</summary>
    internal static JsonArray? Texts(IEnumerable<string> texts) => Lines(texts.Select(text => (JsonNode)text));

    internal static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    static JsonArray? Lines(IEnumerable<JsonNode> items) => items.ToArray<JsonNode?>() is { Length: > 0 } nodes ? new(nodes) : null;

    static JsonNode? Text(string text) => text.Length == 0 ? null : text;

    static JsonNode? Owner(ContractOwner? owner) => owner switch
    {
        null => null,
        { Email: null } => owner.Name,
        _ => new JsonObject { ["name"] = owner.Name, ["email"] = owner.Email },
    };

    static JsonObject? Dialect(DialectRule dialect)
    {
        var plain = new DialectRule();
        var tree = Without(new()
        {
            ["delimiter"] = dialect.Delimiter switch { "\t" => "tab", " " => "space", var other => other },
            ["quote"] = dialect.Quote == plain.Quote ? null : dialect.Quote.ToString(),
            ["encoding"] = dialect.Encoding,
            ["header"] = dialect.Header == HeaderRule.First ? null : Word(dialect.Header),
            ["skip"] = dialect.Skip == 0 ? null : dialect.Skip,
            ["headerLines"] = dialect.HeaderLines == 1 ? null : dialect.HeaderLines,
            ["headerLinesAfter"] = dialect.HeaderLinesAfter == 0 ? null : dialect.HeaderLinesAfter,
            ["comment"] = dialect.Comment?.ToString(),
            ["escape"] = dialect.Escape?.ToString(),
            ["spacedQuotes"] = dialect.SpacedQuotes,
            ["trailingDelimiter"] = dialect.TrailingDelimiter ? true : null,
        });
        ColumnTree.AddNotation(tree, dialect.Numbers, NumberNotation.Plain);
        return tree.Count == 0 ? null : tree;
    }

    static JsonNode? Batch(BatchRule? batch) => batch is null ? null
        : batch == BatchRule.Usual ? true
        : new JsonObject { ["files"] = batch.Files, ["maxFileBytes"] = batch.MaxFileBytes };

    static JsonObject? Drift(DriftPolicy drift)
    {
        var usual = new DriftPolicy();
        var tree = Without(new()
        {
            ["newColumn"] = drift.NewColumn == usual.NewColumn ? null : Word(drift.NewColumn),
            ["missingOptionalColumn"] =
                drift.MissingOptionalColumn == usual.MissingOptionalColumn ? null : Word(drift.MissingOptionalColumn),
            ["type"] = drift.Type == usual.Type ? null : Word(drift.Type),
        });
        return tree.Count == 0 ? null : tree;
    }

    static JsonObject Derived(DerivedColumn column) => Without(new()
    {
        ["name"] = column.Name,
        ["id"] = column.Id,
        ["type"] = column.Type.ToString(),
        ["is"] = column.Is.Text,
        ["hides"] = column.Hides,
        ["replaces"] = column.Replaces,
        ["description"] = column.Description,
    });

    static JsonObject Keys(IReadOnlyDictionary<string, long> keys) =>
        new(keys.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
}
