using System.Text.Json.Nodes;

namespace DuffBeer.Definitions.Yaml.Odcs;

/// <summary>The quality rules of a property that a contract has keys for.</summary>
static class OdcsValues
{
    static readonly string[] s_soft = ["warning", "warn", "info", "low"];

    public static void AddTo(JsonObject tree, OdcsMap property)
    {
        foreach (var rule in property.Maps("quality"))
        {
            var metric = rule.Text("metric") ?? rule.Text("rule");
            var values = rule.Map("arguments")?.Texts("validValues") ?? rule.Texts("validValues");
            var isNone = rule.Text("mustBe") == "0" || !rule.Keys.Any(key => key.StartsWith("must", StringComparison.Ordinal));
            foreach (var said in new[] { "name", "description", "type", "unit", "dimension", "severity" })
                rule.Text(said);
            if (metric is "invalidValues" or "validValues" && values.Count > 0 && isNone)
                Add(tree, rule, s_soft.Contains(rule.Text("severity")?.ToLowerInvariant()) ? "known" : "oneOf", values);
            else if (metric is "nullValues" && isNone)
                tree["required"] = true;
            else
                rule.LeaveOut(
                    $"the rule '{metric ?? rule.Text("type") ?? "without a metric"}' has no key in a contract; write an audit of a model");
        }
    }

    static void Add(JsonObject tree, OdcsMap rule, string key, IReadOnlyList<string> values)
    {
        tree[key] = ContractTree.Texts(values);
        rule.Note(
            "", ImportNoteKind.Taken,
            key == "known" ? "known values; another one brings a warning" : "allowed values; a row with another one is rejected");
    }
}
