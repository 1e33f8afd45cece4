using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Iceberg.Metadata;

/// <param name="Id">See <see cref="FieldId"/>.</param>
/// <param name="Type">As <see cref="IcebergType"/> names it.</param>
/// <param name="Doc">Null if the contract has no description.</param>
sealed record SchemaField(int Id, string Name, bool Required, string Type, string? Doc);

/// <summary>The columns of a table.</summary>
/// <param name="SchemaId">
/// Derived from the fields, so that a manifest, which is written before the table, has the id that the table gives to the same fields.
/// </param>
sealed record TableSchema(int SchemaId, IReadOnlyList<SchemaField> Fields)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; init; } = "struct";

    /// <summary>The columns of all versions of a contract.</summary>
    /// <param name="before">The schema before; null for a new table, or one without rows.</param>
    /// <param name="partitioned">Ids of columns that files were partitioned by.</param>
    /// <remarks>
    /// Required is what every version requires and no earlier schema left open: files with nulls, or without the column, may be in the
    /// table. A column that no version has any more stays only if files are partitioned by it, because readers look it up.
    /// </remarks>
    public static TableSchema Of(IReadOnlyList<DatasetContract> versions, TableSchema? before = null, IReadOnlySet<int>? partitioned = null)
    {
        var fields = versions[^1].TableColumns.Select(column =>
        {
            var id = column.FieldId;
            var old = before?.Fields.FirstOrDefault(field => field.Id == id);
            var isRequired = (before is null || old is { Required: true })
                && versions.All(version => version.StoredColumns.Any(stored => stored.Name == column.Name && !stored.Nullable));
            var type = IcebergType.Of(column.Type);
            return new SchemaField(id, column.Name, isRequired, type, column.Description.Length == 0 ? null : column.Description);
        }).ToList();
        var gone = (before?.Fields ?? []).Where(
            field => partitioned?.Contains(field.Id) == true && fields.All(other => other.Id != field.Id));
        fields.AddRange(gone.Select(field => field with { Required = false }));
        return new(ContentId.Of(JsonSerializer.Serialize(fields, IcebergJson.Default.IReadOnlyListSchemaField)), fields);
    }

    /// <summary>Why files of the schema before cannot be read by this one; null if they can.</summary>
    public string? Contradiction(TableSchema before)
    {
        foreach (var field in Fields)
        {
            if (before.Fields.FirstOrDefault(old => old.Id == field.Id) is { } old && !IcebergType.MayBecome(old.Type, field.Type))
                return $"its column {field.Name} is {old.Type} in files that it has, and {field.Type} in the contract";
            if (before.Fields.FirstOrDefault(named => named.Name == field.Name) is { } named && named.Id != field.Id)
                return $"its column {field.Name} has the id {named.Id} in files that it has, and {field.Id} in the contract";
        }

        return null;
    }

    /// <summary>How readers find the columns of files that have no ids: parts of earlier versions.</summary>
    public string NameMapping() => JsonSerializer.Serialize(
        [.. Fields.Select(field => new MappedName(field.Id, [field.Name]))], IcebergJson.Default.IReadOnlyListMappedName);

    public bool Equals(TableSchema? other) => other is not null && SchemaId == other.SchemaId && Fields.SequenceEqual(other.Fields);

    public override int GetHashCode() => SchemaId;
}

/// <summary>Numbers that identify a content.</summary>
static class ContentId
{
    const uint Ids = 1_000_000_000;

    /// <summary>1 to 1,000,000,000.</summary>
    public static int Of(string content) =>
        1 + (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(content))) % Ids);
}
