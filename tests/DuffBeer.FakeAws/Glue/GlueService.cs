using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.Glue;

/// <summary>The Glue Data Catalog.</summary>
public sealed class GlueService(GlueState state) : IJsonService
{
    const int MaxName = 255;
    const int MaxDescription = 2048;

    public string Target => "AWSGlue";

    /// <summary>The most partitions in one answer, however many are requested.</summary>
    public int PageSize { get; set; } = 1000;

    public GlueState State => state;

    public Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        lock (state.Lock)
            return Task.FromResult(Call(operation, input));
    }

    JsonObject Call(string operation, JsonObject input)
    {
        switch (operation)
        {
            case "GetDatabase":
                _ = state.Database(Text(input, "Name"));
                return new()
                {
                    ["Database"] = new JsonObject { ["Name"] = Text(input, "Name").ToLowerInvariant(), ["CreateTime"] = 1.7e9 },
                };
            case "CreateDatabase":
                state.Create(Text(input["DatabaseInput"]!, "Name"));
                return [];
            case "CreateTable":
                var created = Checked(input["TableInput"]!.AsObject());
                state.Create(Text(input, "DatabaseName"), Text(created, "Name"), created);
                return [];
            case "GetTable":
                return new()
                {
                    ["Table"] = Shown(Text(input, "DatabaseName"), state.Table(Text(input, "DatabaseName"), Text(input, "Name"))),
                };
            case "GetTables":
                return ListTables(input);
            case "GetTableVersions":
                return Versions(input);
            case "UpdateTable":
                return Update(input);
            case "BatchDeleteTable":
                return DeleteTables(input);
            case "DeleteTable":
                _ = state.Table(Text(input, "DatabaseName"), Text(input, "Name"));
                state.Database(Text(input, "DatabaseName")).Remove(Text(input, "Name").ToLowerInvariant());
                return [];
            case "GetPartitions":
                return List(input);
            case "BatchCreatePartition":
                return Batch(input, "PartitionInputList", 100, "PartitionValues", entry => entry["Values"]!, (table, key, entry) =>
                    table.Partitions.TryAdd(key, (JsonObject)entry.DeepClone())
                        ? null
                        : ("AlreadyExistsException", "Partition already exists."));
            case "BatchUpdatePartition":
                return Batch(input, "Entries", 100, "PartitionValueList", entry => entry["PartitionValueList"]!, (table, key, entry) =>
                {
                    if (!table.Partitions.Remove(key))
                        return ("EntityNotFoundException", "Partition not found.");
                    var moved = entry["PartitionInput"]!;
                    table.Partitions[GlueTable.KeyOf(moved["Values"]!)] = (JsonObject)moved.DeepClone();
                    return null;
                });
            case "BatchDeletePartition":
                return Batch(input, "PartitionsToDelete", 25, "PartitionValues", entry => entry["Values"]!, (table, key, _) =>
                    table.Partitions.Remove(key) ? null : ("EntityNotFoundException", "Partition not found."));
            default:
                throw new WireException(400, "UnknownOperationException", $"This fake has no operation {operation}.");
        }
    }

    JsonObject Update(JsonObject input)
    {
        var wanted = Checked(input["TableInput"]!.AsObject());
        var table = state.Table(Text(input, "DatabaseName"), Text(wanted, "Name"));
        if (input["VersionId"] is { } version && version.GetValue<string>() != table.Version.ToString(CultureInfo.InvariantCulture))
            throw new WireException(400, "ConcurrentModificationException", "Update table failed due to concurrent modifications.");
        if (input["TableInput"]!["TableType"]?.GetValue<string>() is { } type
            && table.Input["TableType"]?.GetValue<string>() is { } was
            && type != was)
            throw new WireException(
                400, "InvalidInputException", $"The type of table {wanted["Name"]} cannot change from {was} to {type}.");
        table.Update(wanted, input["SkipArchive"]?.GetValue<bool>() == true);
        return [];
    }

    JsonObject ListTables(JsonObject input)
    {
        var database = Text(input, "DatabaseName");
        var expression = input["Expression"] is { } pattern
            ? new Regex($"^(?:{pattern.GetValue<string>()})$", RegexOptions.CultureInvariant)
            : null;
        // The limit of a page is 100 tables, whatever is requested below it.
        var size = Math.Min(Size(input, 100), Math.Min(PageSize, 100));
        var after = input["NextToken"]?.GetValue<string>();
        var found = state.Database(database)
            .Where(table => expression?.IsMatch(table.Key) != false)
            .Where(table => after is null || string.CompareOrdinal(table.Key, after) > 0)
            .Take(size + 1)
            .ToList();
        var answer = new JsonObject
        {
            ["TableList"] = new JsonArray([.. found.Take(size).Select(table => Shown(database, table.Value))]),
        };
        if (found.Count > size)
            answer["NextToken"] = found[size - 1].Key;
        return answer;
    }

    JsonObject Versions(JsonObject input)
    {
        var (database, table) = (Text(input, "DatabaseName"), state.Table(Text(input, "DatabaseName"), Text(input, "TableName")));
        var versions = table.Archived.Reverse()
            .Select(archived => (archived.Key, Shown(database, archived.Value, archived.Key)))
            .Prepend((table.Version, Shown(database, table)));
        return new()
        {
            ["TableVersions"] = new JsonArray([.. versions.Select(version => new JsonObject
            {
                ["VersionId"] = version.Item1.ToString(CultureInfo.InvariantCulture),
                ["Table"] = version.Item2,
            })]),
        };
    }

    JsonObject DeleteTables(JsonObject input)
    {
        var tables = state.Database(Text(input, "DatabaseName"));
        var names = input["TablesToDelete"]!.AsArray().Select(name => name!.GetValue<string>()).ToList();
        CheckLength("tablesToDelete", names.Count, 100);
        return new()
        {
            ["Errors"] = new JsonArray([.. names.Where(name => !tables.Remove(name.ToLowerInvariant())).Select(name => new JsonObject
            {
                ["TableName"] = name,
                ["ErrorDetail"] = new JsonObject
                {
                    ["ErrorCode"] = "EntityNotFoundException",
                    ["ErrorMessage"] = $"Table {name} not found.",
                },
            })]),
        };
    }

    JsonObject List(JsonObject input)
    {
        var table = state.Table(Text(input, "DatabaseName"), Text(input, "TableName"));
        var first = input["NextToken"] is { } token ? int.Parse(token.GetValue<string>(), CultureInfo.InvariantCulture) : 0;
        var size = Math.Min(Size(input, 1000), PageSize);
        var page = table.Partitions.Values.Skip(first).Take(size).Select(partition => partition.DeepClone()).ToArray();
        if (input["ExcludeColumnSchema"]?.GetValue<bool>() == true)
        {
            foreach (var partition in page)
                (partition["StorageDescriptor"] as JsonObject)?.Remove("Columns");
        }

        var answer = new JsonObject { ["Partitions"] = new JsonArray(page) };
        if (first + size < table.Partitions.Count)
            answer["NextToken"] = (first + size).ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    JsonObject Batch(
        JsonObject input,
        string list,
        int most,
        string values,
        Func<JsonNode, JsonNode> valuesOf,
        Func<GlueTable, string, JsonNode, (string Code, string Message)?> change)
    {
        var table = state.Table(Text(input, "DatabaseName"), Text(input, "TableName"));
        var entries = input[list]!.AsArray();
        CheckLength(list, entries.Count, most);
        var keys = table.Input["PartitionKeys"]?.AsArray().Count ?? 0;
        var errors = new JsonArray();
        foreach (var entry in entries)
        {
            var of = valuesOf(entry!);
            var error = of.AsArray().Count == keys
                ? change(table, GlueTable.KeyOf(of), entry!)
                : ("InvalidInputException", "The number of partition keys do not match the number of partition values");
            if (error is { } found)
                errors.Add(
                    new JsonObject
                    {
                        [values] = of.DeepClone(),
                        ["ErrorDetail"] = new JsonObject { ["ErrorCode"] = found.Code, ["ErrorMessage"] = found.Message },
                    });
        }

        return new() { ["Errors"] = errors };
    }

    static void CheckLength(string list, int length, int most)
    {
        if (length > most)
            throw Invalid(list, $"Member must have length less than or equal to {most}");
    }

    static int Size(JsonObject input, int most) => input["MaxResults"]?.GetValue<int>() is not { } size ? most
        : size >= 1 && size <= most ? size
        : throw Invalid("maxResults", $"Member must have value less than or equal to {most}");

    static WireException Invalid(string member, string constraint) => new(
        400,
        "ValidationException",
        $"1 validation error detected: Value at '{member}' failed to satisfy constraint: {constraint}");

    static JsonObject Checked(JsonObject input)
    {
        CheckText("tableInput.name", Text(input, "Name"), MaxName);
        CheckText("tableInput.description", input["Description"]?.GetValue<string>(), MaxDescription);
        foreach (var column in (input["StorageDescriptor"]?["Columns"]?.AsArray() ?? []).Concat(input["PartitionKeys"]?.AsArray() ?? []))
        {
            CheckText("column.name", Text(column!, "Name"), MaxName);
            CheckText("column.comment", column!["Comment"]?.GetValue<string>(), MaxName);
        }

        foreach (var parameter in input["Parameters"]?.AsObject() ?? [])
            CheckText("parameters", parameter.Key, MaxName);
        var keys = Names(input["PartitionKeys"]);
        var columns = Names(input["StorageDescriptor"]?["Columns"]);
        return columns.Concat(keys).GroupBy(name => name).FirstOrDefault(name => name.Count() > 1) is { } twice
            ? throw new WireException(400, "InvalidInputException", $"Column {twice.Key} exists twice.")
            : (JsonObject)input.DeepClone();
    }

    static void CheckText(string member, string? text, int most)
    {
        if (text?.Length > most)
            throw Invalid(member, $"Member must have length less than or equal to {most}");
    }

    static IEnumerable<string> Names(JsonNode? columns) => (columns?.AsArray() ?? []).Select(column => Text(column!, "Name"));

    static JsonObject Shown(string database, GlueTable table) => Shown(database, table.Input, table.Version);

    static JsonObject Shown(string database, JsonObject input, int version)
    {
        var shown = (JsonObject)input.DeepClone();
        shown["Name"] = Text(input, "Name").ToLowerInvariant();
        shown["DatabaseName"] = database;
        shown["CreateTime"] = 1.7e9;
        shown["VersionId"] = version.ToString(CultureInfo.InvariantCulture);
        shown["IsRegisteredWithLakeFormation"] = false;
        return shown;
    }

    static string Text(JsonNode input, string name) => input[name]?.GetValue<string>() is { Length: > 0 } text
        ? text
        : throw new WireException(400, "InvalidInputException", $"{name} is missing.");
}
