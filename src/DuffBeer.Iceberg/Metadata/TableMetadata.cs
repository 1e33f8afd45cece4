using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DuffBeer.Iceberg.Metadata;

/// <summary>One version of a table: <c>v1.metadata.json</c> and following, as Iceberg's format version 2 defines it.</summary>
sealed record TableMetadata
{
    public const int Format = 2;

    /// <summary>Earlier metadata files that the newest one names, and that are kept: Iceberg's default.</summary>
    public const int MostLogged = 100;

    /// <summary>No snapshot yet.</summary>
    public const long NoSnapshot = -1;

    public int FormatVersion { get; init; } = Format;
    public required string TableUuid { get; init; }

    /// <summary>The table's folder, as an absolute URI.</summary>
    public required string Location { get; init; }
    public long LastSequenceNumber { get; init; }
    public long LastUpdatedMs { get; init; }
    public int LastColumnId { get; init; }
    public int CurrentSchemaId { get; init; }
    public IReadOnlyList<TableSchema> Schemas { get; init; } = [];
    public int DefaultSpecId { get; init; }
    public IReadOnlyList<PartitionSpec> PartitionSpecs { get; init; } = [];
    public int LastPartitionId { get; init; }
    public int DefaultSortOrderId { get; init; }
    public IReadOnlyList<SortOrder> SortOrders { get; init; } = [new(0, [])];
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
    public long CurrentSnapshotId { get; init; } = NoSnapshot;
    public IReadOnlyDictionary<string, SnapshotRef> Refs { get; init; } = new Dictionary<string, SnapshotRef>();
    public IReadOnlyList<TableSnapshot> Snapshots { get; init; } = [];
    public IReadOnlyList<SnapshotLogEntry> SnapshotLog { get; init; } = [];
    public IReadOnlyList<MetadataLogEntry> MetadataLog { get; init; } = [];

    [JsonIgnore]
    public TableSnapshot? Current => Snapshots.FirstOrDefault(snapshot => snapshot.SnapshotId == CurrentSnapshotId);

    [JsonIgnore]
    public TableSchema Schema => Schemas.First(schema => schema.SchemaId == CurrentSchemaId);
}

/// <param name="ManifestList">An absolute URI.</param>
/// <param name="Summary"><c>operation</c>, and counts.</param>
sealed record TableSnapshot(
    long SnapshotId, long? ParentSnapshotId, long SequenceNumber, long TimestampMs, string ManifestList,
    IReadOnlyDictionary<string, string> Summary, int SchemaId);

sealed record SnapshotRef(long SnapshotId, string Type);

sealed record SnapshotLogEntry(long SnapshotId, long TimestampMs);

sealed record MetadataLogEntry(string MetadataFile, long TimestampMs);

sealed record SortOrder(int OrderId, IReadOnlyList<JsonNode> Fields);

/// <summary>The name by which files without ids know a column.</summary>
sealed record MappedName(int FieldId, IReadOnlyList<string> Names);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TableMetadata))]
[JsonSerializable(typeof(TableSchema))]
[JsonSerializable(typeof(IReadOnlyList<SchemaField>))]
[JsonSerializable(typeof(IReadOnlyList<PartitionField>))]
[JsonSerializable(typeof(IReadOnlyList<MappedName>))]
[JsonSerializable(typeof(JsonNode))]
sealed partial class IcebergJson : JsonSerializerContext;
