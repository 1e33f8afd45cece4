using System.Text.Json.Serialization;

namespace DuffBeer.Aws.Glue;

public sealed record GetDatabaseRequest(string Name);

public sealed record GetDatabaseResponse(Database Database);

public sealed record CreateDatabaseRequest(DatabaseInput DatabaseInput);

public sealed record DatabaseInput(string Name, string? Description = null, string? LocationUri = null);

public sealed record Database(string Name, string? LocationUri = null);

public sealed record GetTableRequest(string DatabaseName, string Name);

public sealed record GetTableResponse(Table Table);

public sealed record CreateTableRequest(string DatabaseName, TableInput TableInput);

/// <param name="VersionId">The version that was read: the update fails if it is no longer the newest.</param>
public sealed record UpdateTableRequest(string DatabaseName, TableInput TableInput, bool? SkipArchive = null, string? VersionId = null);

/// <param name="Expression">A regular expression that a table's whole name matches.</param>
public sealed record GetTablesRequest(string DatabaseName, string? Expression = null, string? NextToken = null, int? MaxResults = null);

public sealed record GetTablesResponse(IReadOnlyList<Table>? TableList = null, string? NextToken = null);

public sealed record BatchDeleteTableRequest(string DatabaseName, IReadOnlyList<string> TablesToDelete);

public sealed record BatchDeleteTableResponse(IReadOnlyList<TableError>? Errors = null);

public sealed record TableError(string? TableName = null, ErrorDetail? ErrorDetail = null);

public sealed record DeleteTableRequest(string DatabaseName, string Name);

public sealed record TableInput
{
    public required string Name { get; init; }
    public string? Description { get; init; }
    public string? Owner { get; init; }
    public StorageDescriptor? StorageDescriptor { get; init; }
    public IReadOnlyList<Column>? PartitionKeys { get; init; }
    public string? ViewOriginalText { get; init; }
    public string? ViewExpandedText { get; init; }

    /// <summary><c>EXTERNAL_TABLE</c> or <c>VIRTUAL_VIEW</c>.</summary>
    public string? TableType { get; init; }
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}

/// <summary>A table as the service describes it, without times and owners, which we do not use.</summary>
public sealed record Table
{
    public required string Name { get; init; }
    public string? Description { get; init; }
    public StorageDescriptor? StorageDescriptor { get; init; }
    public IReadOnlyList<Column>? PartitionKeys { get; init; }
    public string? ViewOriginalText { get; init; }
    public string? ViewExpandedText { get; init; }
    public string? TableType { get; init; }
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
    public string? VersionId { get; init; }
}

public sealed record StorageDescriptor
{
    public IReadOnlyList<Column>? Columns { get; init; }
    public string? Location { get; init; }
    public string? InputFormat { get; init; }
    public string? OutputFormat { get; init; }
    public SerDeInfo? SerdeInfo { get; init; }
}

public sealed record SerDeInfo(string? SerializationLibrary = null, IReadOnlyDictionary<string, string>? Parameters = null);

/// <param name="Type">A Hive type, such as <c>bigint</c>.</param>
public sealed record Column(string Name, string? Type = null, string? Comment = null);

public sealed record BatchCreatePartitionRequest(string DatabaseName, string TableName, IReadOnlyList<PartitionInput> PartitionInputList);

public sealed record PartitionInput(IReadOnlyList<string> Values, StorageDescriptor StorageDescriptor);

public sealed record BatchCreatePartitionResponse(IReadOnlyList<PartitionError>? Errors = null);

public sealed record BatchDeletePartitionRequest(
    string DatabaseName, string TableName, IReadOnlyList<PartitionValueList> PartitionsToDelete);

public sealed record PartitionValueList(IReadOnlyList<string> Values);

public sealed record BatchDeletePartitionResponse(IReadOnlyList<PartitionError>? Errors = null);

public sealed record PartitionError(IReadOnlyList<string>? PartitionValues = null, ErrorDetail? ErrorDetail = null);

public sealed record ErrorDetail(string? ErrorCode = null, string? ErrorMessage = null);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GetDatabaseRequest))]
[JsonSerializable(typeof(GetDatabaseResponse))]
[JsonSerializable(typeof(CreateDatabaseRequest))]
[JsonSerializable(typeof(GetTableRequest))]
[JsonSerializable(typeof(GetTableResponse))]
[JsonSerializable(typeof(CreateTableRequest))]
[JsonSerializable(typeof(UpdateTableRequest))]
[JsonSerializable(typeof(GetTablesRequest))]
[JsonSerializable(typeof(GetTablesResponse))]
[JsonSerializable(typeof(DeleteTableRequest))]
[JsonSerializable(typeof(BatchDeleteTableRequest))]
[JsonSerializable(typeof(BatchDeleteTableResponse))]
[JsonSerializable(typeof(BatchCreatePartitionRequest))]
[JsonSerializable(typeof(BatchCreatePartitionResponse))]
[JsonSerializable(typeof(BatchDeletePartitionRequest))]
[JsonSerializable(typeof(BatchDeletePartitionResponse))]
sealed partial class GlueJson : JsonSerializerContext;
