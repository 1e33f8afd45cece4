using System.Text.Json.Nodes;

namespace DuffBeer.Definitions.Yaml.Odcs;

/// <summary>Our keys among the custom properties of an imported file.</summary>
static class OdcsCustom
{
    /// <summary>Key of a contract → value. Properties of other programs are noted as left out.</summary>
    public static JsonObject Of(OdcsMap owner)
    {
        var tree = new JsonObject();
        foreach (var property in owner.Maps("customProperties"))
        {
            var name = property.Text("property") ?? "";
            property.Text("description");
            if (OdcsContract.KeyOf(name) is { } key && property.Tree("value") is { } value)
                tree[key] = value;
            else
                property.LeaveOut("value", $"the custom property '{name}' is of another program");
        }

        return tree;
    }

    /// <summary>Moves the keys to a mapping of the contract; they win over what the standard's own fields say.</summary>
    public static void AddTo(JsonObject tree, JsonObject custom)
    {
        foreach (var key in custom.Select(entry => entry.Key).ToList())
            tree[key] = OdcsContract.Take(custom, key);
    }
}
