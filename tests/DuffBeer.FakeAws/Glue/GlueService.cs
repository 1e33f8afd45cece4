using System.Globalization;
using System.Text.Json.Nodes;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.Glue;

/// <summary>The Glue Data Catalog.</summary>
public sealed class GlueService(GlueState state) : IJsonService
{
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
            case "UpdateTable":
                return Update(input);
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
            throw new WireException(400, "VersionMismatchException", "The table has another version.");
        (table.Input, table.Version) = (wanted, table.Version + 1);
        return [];
    }

    JsonObject List(JsonObject input)
    {
        var table = state.Table(Text(input, "DatabaseName"), Text(input, "TableName"));
        var first = input["NextToken"] is { } token ? int.Parse(token.GetValue<string>(), CultureInfo.InvariantCulture) : 0;
        var size = Math.Min(input["MaxResults"]?.GetValue<int>() ?? 1000, PageSize);
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
        if (entries.Count > most)
            throw new WireException(400, "ValidationException", $"'{list}' must have length less than or equal to {most}");
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

    static JsonObject Checked(JsonObject input)
    {
        var keys = Names(input["PartitionKeys"]);
        var columns = Names(input["StorageDescriptor"]?["Columns"]);
        return columns.Concat(keys).GroupBy(name => name).FirstOrDefault(name => name.Count() > 1) is { } twice
            ? throw new WireException(400, "InvalidInputException", $"Column {twice.Key} exists twice.")
            : (JsonObject)input.DeepClone();
    }

    static IEnumerable<string> Names(JsonNode? columns) => (columns?.AsArray() ?? []).Select(column => Text(column!, "Name"));

    static JsonObject Shown(string database, GlueTable table)
    {
        var shown = (JsonObject)table.Input.DeepClone();
        shown["Name"] = Text(table.Input, "Name").ToLowerInvariant();
        shown["DatabaseName"] = database;
        shown["CreateTime"] = 1.7e9;
        shown["VersionId"] = table.Version.ToString(CultureInfo.InvariantCulture);
        shown["IsRegisteredWithLakeFormation"] = false;
        return shown;
    }

    static string Text(JsonNode input, string name) => input[name]?.GetValue<string>() is { Length: > 0 } text
        ? text
        : throw new WireException(400, "InvalidInputException", $"{name} is missing.");
}
