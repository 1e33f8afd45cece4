using System.Globalization;
using System.Text.Json.Nodes;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Definitions.Yaml.Odcs;

/// <summary>A server of an exported contract, in the words of the standard.</summary>
/// <param name="Name">Such as <c>landing</c>.</param>
/// <param name="Location">A URL such as <c>s3://bucket/orders/</c>, or the path of a folder.</param>
/// <param name="Format">Of the files: <c>csv</c> or <c>parquet</c>.</param>
public sealed record OdcsServer(string Name, string Location, string Format, string Description);

/// <summary>
/// A contract as the <a href="https://bitol-io.github.io/open-data-contract-standard/v3.1.0/">Open Data Contract Standard 3.1.0</a>
/// writes it.
/// </summary>
/// <remarks>
/// What the standard has no place for is a custom property with our key's name after <c>duffbeer</c>, such as <c>duffbeerRejectBudget</c>,
/// so <see cref="OdcsImport"/> gives the same contract back.
/// </remarks>
public static class OdcsContract
{
    public const string ApiVersion = "v3.1.0";

    /// <summary>Begins the names of our custom properties.</summary>
    internal const string Prefix = "duffbeer";

    /// <summary>Keys of a contract that have a place in the standard.</summary>
    static readonly string[] s_placed =
        ["dataset", "version", "domain", "description", "grain", "owner", "partitionBy", "columns", "derived"];

    /// <param name="contract">The version to write.</param>
    /// <param name="status">A word of the standard, such as <c>active</c> or <c>deprecated</c>.</param>
    /// <param name="servers">Where the files and the table are.</param>
    public static JsonObject Of(DatasetContract contract, string status, IReadOnlyList<OdcsServer> servers)
    {
        var tree = ContractTree.Of(contract);
        return ContractTree.Without(new()
        {
            ["apiVersion"] = ApiVersion,
            ["kind"] = "DataContract",
            ["id"] = contract.Name,
            ["name"] = contract.Name,
            ["version"] = string.Create(CultureInfo.InvariantCulture, $"{contract.Version}.0.0"),
            ["status"] = status,
            ["domain"] = Take(tree, "domain"),
            ["description"] = new JsonObject { ["purpose"] = contract.Description },
            ["team"] = Team(contract.Owner),
            ["servers"] = new JsonArray([.. servers.Select(server => Server(server, contract))]),
            ["schema"] = new JsonArray(Table(contract, tree)),
            ["customProperties"] = Custom(tree, s_placed),
        });
    }

    /// <summary>The word of the standard for a version of a contract.</summary>
    /// <param name="contract">The version.</param>
    /// <param name="versions">All versions of the dataset.</param>
    /// <param name="today">UTC.</param>
    public static string StatusOf(DatasetContract contract, IEnumerable<DatasetContract> versions, DateOnly today)
    {
        if (contract.ValidFrom > today)
            return "proposed";
        return versions.Any(other => other.Version > contract.Version && !(other.ValidFrom > today)) ? "deprecated" : "active";
    }

    /// <summary>Custom properties for the keys that have no place in the standard; null if there are none.</summary>
    internal static JsonArray? Custom(JsonObject tree, IReadOnlyCollection<string> placed)
    {
        JsonNode?[] properties =
        [
            .. from entry in tree.ToList()
               where !placed.Contains(entry.Key)
               select new JsonObject { ["property"] = NameOf(entry.Key), ["value"] = Take(tree, entry.Key) },
        ];
        return properties.Length == 0 ? null : new(properties);
    }

    internal static string NameOf(string key) => $"{Prefix}{char.ToUpperInvariant(key[0])}{key[1..]}";

    /// <summary>The key of ours whose custom property it is; null if it is of another program.</summary>
    internal static string? KeyOf(string property) =>
        property.Length > Prefix.Length && property.StartsWith(Prefix, StringComparison.Ordinal)
            ? $"{char.ToLowerInvariant(property[Prefix.Length])}{property[(Prefix.Length + 1)..]}"
            : null;

    internal static JsonNode? Take(JsonObject tree, string key)
    {
        var value = tree[key];
        tree.Remove(key);
        return value;
    }

    static JsonObject? Team(ContractOwner? owner) => owner is null
        ? null
        : new()
        {
            ["name"] = owner.Name,
            ["members"] = new JsonArray(
                new JsonObject { ["username"] = owner.Email ?? owner.Name, ["name"] = owner.Name, ["role"] = "owner" }),
        };

    static JsonObject Server(OdcsServer server, DatasetContract contract)
    {
        var isBucket = server.Location.StartsWith("s3:", StringComparison.Ordinal);
        return ContractTree.Without(new()
        {
            ["server"] = server.Name,
            ["type"] = isBucket ? "s3" : "local",
            ["description"] = server.Description,
            [isBucket ? "location" : "path"] = server.Location,
            ["format"] = server.Format,
            ["delimiter"] = isBucket && server.Format == "csv" ? contract.Dialect.Delimiter : null,
        });
    }

    static JsonObject Table(DatasetContract contract, JsonObject tree) => ContractTree.Without(new()
    {
        ["name"] = contract.Name,
        ["physicalName"] = contract.Name,
        ["physicalType"] = "table",
        ["logicalType"] = "object",
        ["description"] = contract.Description,
        ["dataGranularityDescription"] = contract.Grain.Length == 0 ? null : contract.Grain,
        ["properties"] = OdcsProperties.Of(contract, tree),
        ["quality"] = UniqueKeys(contract),
    });

    static JsonArray? UniqueKeys(DatasetContract contract)
    {
        var keys = contract.Columns.Where(column => column.Key).Select(column => column.Name).ToList();
        return contract.OnDuplicateKey != DuplicateKeys.Reject || keys.Count < 2
            ? null
            : new(new JsonObject
            {
                ["name"] = "Unique keys",
                ["description"] = "A row is rejected if an earlier row has its key.",
                ["type"] = "library",
                ["metric"] = "duplicateValues",
                ["arguments"] = new JsonObject { ["properties"] = ContractTree.Texts(keys) },
                ["mustBe"] = 0,
                ["unit"] = "rows",
                ["dimension"] = "uniqueness",
                ["severity"] = "error",
            });
    }
}
