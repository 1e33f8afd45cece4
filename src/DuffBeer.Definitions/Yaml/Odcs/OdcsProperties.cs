using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Definitions.Yaml.Odcs;

/// <summary>The columns of an exported contract: those of the source, then the derived ones.</summary>
static class OdcsProperties
{
    /// <summary>The derived column that replaces a column of the same name: one property has both.</summary>
    public const string ReplacedBy = "replacedBy";

    /// <summary>Marks a property that the source does not have.</summary>
    public const string Derived = "derived";

    /// <summary>Keys of a column that have a place in the standard.</summary>
    static readonly string[] s_placed =
        ["name", "type", "source", "required", "key", "min", "max", "above", "below", "oneOf", "known", "description", "is"];

    public static JsonArray Of(DatasetContract contract, JsonObject tree)
    {
        var properties = new List<JsonNode?>();
        var trees = (tree["columns"] as JsonArray ?? []).Cast<JsonObject>().ToList();
        var derivedTrees = (tree["derived"] as JsonArray ?? []).Cast<JsonObject>().ToList();
        foreach (var (index, column) in contract.Columns.Index())
        {
            var same = contract.Derived.Index()
                .FirstOrDefault(derived => derived.Item.Name == column.Name, (Index: -1, Item: null!));
            var property = Source(contract, column, trees[index]);
            if (same.Item is { } replacement)
                Replace(property, replacement, (JsonObject)derivedTrees[same.Index].DeepClone(), same.Index);
            properties.Add(property);
        }

        foreach (var (index, column) in contract.Derived.Index())
        {
            if (!contract.Columns.Any(other => other.Name == column.Name))
                properties.Add(OfDerived(contract, column, derivedTrees[index]));
        }

        return new([.. properties]);
    }

    static JsonObject Source(DatasetContract contract, Column column, JsonObject tree)
    {
        var keys = contract.Columns.Where(other => other.Key).ToList();
        var hider = contract.Derived.FirstOrDefault(derived => derived.Hides == column.Name);
        return ContractTree.Without(new()
        {
            ["name"] = column.Name,
            ["physicalName"] = column.SourceName,
            ["description"] = column.Description,
            ["logicalType"] = LogicalName(column.Type),
            ["logicalTypeOptions"] = Options(column, tree),
            ["physicalType"] = column.Type.ToString(),
            ["required"] = column.Required ? true : null,
            ["primaryKey"] = column.Key ? true : null,
            ["primaryKeyPosition"] = column.Key ? keys.IndexOf(column) + 1 : null,
            ["unique"] = column.Key && keys.Count == 1 && contract.OnDuplicateKey == DuplicateKeys.Reject ? true : null,
            ["partitioned"] = IsPartition(contract, column.Name),
            ["partitionKeyPosition"] = PartitionPosition(contract, column.Name),
            ["classification"] = hider is null ? null : "restricted",
            ["encryptedName"] = hider?.Name,
            ["quality"] = Values(column),
            ["customProperties"] = OdcsContract.Custom(tree, s_placed),
        });
    }

    static JsonObject OfDerived(DatasetContract contract, DerivedColumn column, JsonObject tree)
    {
        var custom = OdcsContract.Custom(tree, s_placed) ?? [];
        custom.Insert(0, new JsonObject { ["property"] = OdcsContract.NameOf(Derived), ["value"] = true });
        return ContractTree.Without(new()
        {
            ["name"] = column.Name,
            ["description"] = column.Description,
            ["logicalType"] = LogicalName(column.Type),
            ["physicalType"] = column.Type.ToString(),
            ["partitioned"] = IsPartition(contract, column.Name),
            ["partitionKeyPosition"] = PartitionPosition(contract, column.Name),
            ["transformSourceObjects"] = ContractTree.Texts(column.Is.UsedColumns.Order(StringComparer.Ordinal)),
            ["transformLogic"] = column.Is.Text,
            ["customProperties"] = custom,
        });
    }

    /// <summary>The column is in tables what the derived one of its name computes.</summary>
    /// <param name="position">Among the derived columns, from 0: each may use those before it.</param>
    static void Replace(JsonObject property, DerivedColumn column, JsonObject tree, int position)
    {
        tree.Remove("name");
        tree["position"] = position;
        property["transformSourceObjects"] = ContractTree.Texts(column.Is.UsedColumns.Order(StringComparer.Ordinal));
        property["transformLogic"] = column.Is.Text;
        var custom = property["customProperties"] as JsonArray;
        if (custom is null)
            property["customProperties"] = custom = [];
        custom.Add((JsonNode)new JsonObject { ["property"] = OdcsContract.NameOf(ReplacedBy), ["value"] = tree });
    }

    static JsonNode? IsPartition(DatasetContract contract, string column) => contract.PartitionBy.Contains(column) ? true : null;

    static JsonNode? PartitionPosition(DatasetContract contract, string column) =>
        contract.PartitionBy.Index().Where(part => part.Item == column).Select(part => (JsonNode?)(part.Index + 1)).FirstOrDefault();

    static string LogicalName(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 or TypeKind.Int64 => "integer",
        TypeKind.Decimal or TypeKind.Double => "number",
        TypeKind.Bool => "boolean",
        TypeKind.Date => "date",
        TypeKind.Timestamp => "timestamp",
        _ => "string",
    };

    static JsonObject? Options(Column column, JsonObject tree)
    {
        var isTime = column.Type.Kind is TypeKind.Date or TypeKind.Timestamp;
        var options = ContractTree.Without(new()
        {
            ["format"] = column.Type.Kind switch
            {
                TypeKind.Int32 => "i32",
                TypeKind.Int64 => "i64",
                TypeKind.Double => "f64",
                TypeKind.Date or TypeKind.Timestamp => column.Formats is [var first, ..] ? first : null,
                _ => null,
            },
            ["minimum"] = Bound(tree, "min", isTime),
            ["exclusiveMinimum"] = Bound(tree, "above", isTime),
            ["maximum"] = Bound(tree, "max", isTime),
            ["exclusiveMaximum"] = Bound(tree, "below", isTime),
            ["timezone"] = column.Type.Kind == TypeKind.Timestamp ? true : null,
            ["defaultTimezone"] = column.Zone,
        });
        return options.Count == 0 ? null : options;
    }

    /// <summary>The standard writes numbers with a point, whatever the files have.</summary>
    static JsonNode? Bound(JsonObject tree, string key, bool isTime) => tree[key] switch
    {
        null => null,
        var text when !isTime && text.GetValueKind() == JsonValueKind.String =>
            decimal.Parse(text.GetValue<string>().Replace(',', '.'), CultureInfo.InvariantCulture),
        var value => value.DeepClone(),
    };

    static JsonArray? Values(Column column)
    {
        if (column.OneOf.Count == 0 && column.Known.Count == 0)
            return null;
        var rejects = column.OneOf.Count > 0;
        return new(new JsonObject
        {
            ["name"] = rejects ? "Allowed values" : "Known values",
            ["description"] = rejects ? "A row with another value is rejected." : "Another value is accepted with a warning.",
            ["type"] = "library",
            ["metric"] = "invalidValues",
            ["arguments"] = new JsonObject { ["validValues"] = ContractTree.Texts(rejects ? column.OneOf : column.Known) },
            ["mustBe"] = 0,
            ["unit"] = "rows",
            ["dimension"] = "conformity",
            ["severity"] = rejects ? "error" : "warning",
        });
    }
}
