using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Definitions.Yaml.Odcs;

/// <summary>Reads the properties of one schema object as columns of a contract.</summary>
/// <param name="decimalPoint">How the files write it, if the contract's dialect says so.</param>
sealed class OdcsColumns(string? decimalPoint)
{
    static readonly string[] s_marks = ["required", "key"];

    readonly List<(int? Position, JsonObject Tree)> _derived = [];
    readonly List<(int Position, string Name)> _partitions = [];
    readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Source columns, each with the mapping it was read from.</summary>
    public List<(JsonObject Tree, OdcsMap Property)> Columns { get; } = [];

    public IEnumerable<string> PartitionBy => _partitions.OrderBy(part => part.Position).Select(part => part.Name);

    /// <summary>Derived columns in the order of the contract.</summary>
    public IReadOnlyList<JsonObject> Derived
    {
        get
        {
            var ordered = _derived.Where(derived => derived.Position is null).Select(derived => derived.Tree).ToList();
            foreach (var (position, tree) in _derived.Where(derived => derived.Position is not null).OrderBy(derived => derived.Position))
                ordered.Insert(Math.Clamp(position!.Value, 0, ordered.Count), tree);
            return ordered;
        }
    }

    /// <param name="outer">Names of the objects around these properties.</param>
    public void Read(IEnumerable<OdcsMap> properties, IReadOnlyList<string> outer)
    {
        foreach (var property in properties)
            Read(property, outer);
    }

    /// <summary>What a derived column hides has its class and the name of its hash because of that.</summary>
    public void ReadHidden()
    {
        foreach (var (tree, property) in Columns)
        {
            var name = tree["name"]!.GetValue<string>();
            if (!_derived.Any(derived => derived.Tree["hides"]?.GetValue<string>() == name))
                continue;
            property.Text("classification");
            property.Text("encryptedName");
            property.Note("encryptedName", ImportNoteKind.Taken, $"column {name} is hidden");
        }
    }

    void Read(OdcsMap property, IReadOnlyList<string> outer)
    {
        var custom = OdcsCustom.Of(property);
        var written = property.Text("name") ?? property.Text("id") ?? "";
        var logical = property.Text("logicalType");
        if (logical == "array")
        {
            property.Note("name", ImportNoteKind.LeftOut, $"'{written}' is a list, and a cell of a CSV has one value");
            property.LeaveOut("items", "the list is left out");
            return;
        }

        if (logical == "object" || property.Maps("properties").Count > 0)
        {
            property.Note(
                "name", ImportNoteKind.Guessed, $"a CSV has no nested fields: those of '{written}' are expected as columns '{written}.…'");
            Read(property.Maps("properties"), [.. outer, written]);
            return;
        }

        if (OdcsContract.Take(custom, OdcsProperties.Derived) is not null)
            ReadDerived(property, custom);
        else
            ReadSource(property, custom, string.Join('.', outer.Append(written)));
    }

    void ReadDerived(OdcsMap property, JsonObject custom)
    {
        var name = property.Text("name") ?? "";
        var tree = new JsonObject
        {
            ["name"] = name,
            ["type"] = property.Text("physicalType"),
            ["is"] = property.Text("transformLogic"),
            ["description"] = property.Text("description"),
        };
        OdcsCustom.AddTo(tree, custom);
        property.Text("logicalType");
        property.Texts("transformSourceObjects");
        Partition(property, name);
        _derived.Add((null, tree));
        property.Note("name", ImportNoteKind.Taken, $"derived column {name}: {tree["is"]}");
    }

    void ReadSource(OdcsMap property, JsonObject custom, string written)
    {
        var name = NameOf(written);
        var replaced = OdcsContract.Take(custom, OdcsProperties.ReplacedBy) as JsonObject;
        var options = property.Map("logicalTypeOptions");
        var format = options?.Text("format");
        var found = OdcsTypes.Of(property.Text("logicalType"), property.Text("physicalType"), format);
        if (found.Guess is { } guess)
            property.Note("logicalType", ImportNoteKind.Guessed, guess);

        var source = property.Text("physicalName");
        var tree = ContractTree.Without(new()
        {
            ["name"] = name,
            ["type"] = found.Type.ToString(),
            ["source"] = source is not null && source != name ? source : source is null && written != name ? written : null,
            // Another system's name of the column may not be the one in the file.
            ["aliases"] = source is not null && HeaderName.Fold(written) != HeaderName.Fold(name)
                && HeaderName.Fold(written) != HeaderName.Fold(source) ? new JsonArray(written) : null,
            ["required"] = Required(property),
            ["key"] = property.Flag("primaryKey") ? true : null,
        });
        property.Integer("primaryKeyPosition");
        OdcsCustom.AddTo(tree, custom);
        AddForm(tree, options, found.Type, format);
        AddBounds(tree, options, found.Type);
        OdcsValues.AddTo(tree, property);
        tree["description"] = Description(property, written);
        Partition(property, name);
        Columns.Add((tree, property));
        if (replaced is not null)
            Replace(property, replaced, name);
        property.Note("name", ImportNoteKind.Taken, Words(tree));
    }

    /// <summary>A derived column that has the name of the source column it replaces.</summary>
    void Replace(OdcsMap property, JsonObject replaced, string name)
    {
        var position = OdcsContract.Take(replaced, "position");
        replaced.Insert(0, "name", name);
        replaced["is"] = property.Text("transformLogic") ?? replaced["is"]?.DeepClone();
        property.Texts("transformSourceObjects");
        _derived.Add((position?.GetValueKind() == JsonValueKind.Number ? (int)position.GetValue<decimal>() : null, replaced));
    }

    string NameOf(string written)
    {
        var name = ContractReading.Identifier().IsMatch(written)
            ? written
            : DefinitionName.Of(written, FormattableString.Invariant($"column_{Columns.Count + 1}"));
        if (!_names.Add(name))
            _names.Add(name = FormattableString.Invariant($"{name}_{Columns.Count + 1}"));
        return name;
    }

    static JsonNode? Required(OdcsMap property)
    {
        if (property.Flag("required"))
            return true;
        if (!property.Flag("primaryKey"))
            return null;
        property.Note("primaryKey", ImportNoteKind.Guessed, "a key column must be required, because it identifies the row");
        return true;
    }

    static void AddForm(JsonObject tree, OdcsMap? options, LogicalType type, string? format)
    {
        if (options is null)
            return;
        var isTime = type.Kind is TypeKind.Date or TypeKind.Timestamp;
        if (isTime && format is not null && tree["formats"] is null)
            tree["formats"] = new JsonArray(format);
        else if (!isTime && type.Kind == TypeKind.String && format is not null)
            options.LeaveOut("format", $"a contract has no rule for the form '{format}' of a text");
        if (isTime)
        {
            options.Text("timezone");
            if (options.Text("defaultTimezone") is { } zone && zone is not ("UTC" or "Etc/UTC"))
                tree["zone"] = zone;
        }
    }

    void AddBounds(JsonObject tree, OdcsMap? options, LogicalType type)
    {
        if (options is null)
            return;
        foreach (var (theirs, ours) in new[]
                 {
                     ("minimum", "min"), ("exclusiveMinimum", "above"), ("maximum", "max"), ("exclusiveMaximum", "below"),
                 })
        {
            if (options.Text(theirs) is not { } text)
                continue;
            var comma = (tree["decimal"]?.GetValue<string>() ?? decimalPoint) == ",";
            if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && type.Kind is not (TypeKind.Date or TypeKind.Timestamp))
                tree[ours] = comma && type.Kind != TypeKind.Double
                    ? number.ToString(CultureInfo.InvariantCulture).Replace('.', ',')
                    : number;
            else
                tree[ours] = text;
        }
    }

    static string Description(OdcsMap property, string written)
    {
        if (property.Text("description") is { } description)
            return description;
        var words = property.Text("businessName") ?? written;
        property.Note("description", ImportNoteKind.Guessed, $"the file does not describe the column, so '{words}'");
        return words;
    }

    void Partition(OdcsMap property, string name)
    {
        var position = property.Integer("partitionKeyPosition");
        if (property.Flag("partitioned"))
            _partitions.Add((position is > 0 ? position.Value : int.MaxValue, name));
    }

    static string Words(JsonObject tree)
    {
        var marks = s_marks.Where(mark => tree[mark] is not null);
        return $"column {string.Join(", ", marks.Prepend($"{tree["name"]}: {tree["type"]}"))}";
    }
}
