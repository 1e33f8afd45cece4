using System.Globalization;
using System.Text.Json;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Iceberg.Avro;

namespace DuffBeer.Iceberg.Metadata;

/// <summary>A manifest: the data files of one attempt, with their partitions and what their columns hold.</summary>
/// <remarks>
/// It is written before the table knows it. So its entries have neither snapshot nor sequence number: readers take those of the manifest
/// list (the specification's "sequence number inheritance"), and the same manifest serves every snapshot.
/// </remarks>
static class Manifest
{
    const int Added = 1;
    const int Data = 0;

    /// <summary>Places in <c>manifest_entry</c> and <c>data_file</c>.</summary>
    const int DataFile = 4;
    const int FilePath = 1;

    /// <param name="schema">The table's, for readers that have only the manifest.</param>
    /// <param name="columns">All columns of the table.</param>
    /// <param name="locationOf">The absolute URI of a key.</param>
    public static (AvroFile File, PartitionSpec Spec, IReadOnlyList<PartitionRange> Ranges) Of(
        TableSchema schema, IReadOnlyList<TableColumn> columns, IReadOnlyList<Part> parts, Func<string, string> locationOf)
    {
        var partitions = PartitionValues.Of(columns, parts);
        var spec = PartitionSpec.Of(partitions.Columns);
        var types = columns.ToDictionary(column => column.FieldId, column => column.Type);
        var entries = parts.Zip(partitions.Values, (part, values) => (object?[])
        [
            Added, null, null, null,
            new object?[]
            {
                Data, locationOf(part.Key), "PARQUET",
                partitions.Columns.Zip(values, (column, value) => IcebergType.Stored(column.Type, value)).ToArray(),
                part.Rows, part.Bytes,
                Counts(part, column => column.Bytes), Counts(part, _ => part.Rows), Counts(part, column => column.Nulls),
                Counts(part, column => column.Nans),
                Bounds(part, types, column => column.Lower), Bounds(part, types, column => column.Upper),
                null, null, null, 0,
            },
        ]);
        var properties = new Dictionary<string, string>
        {
            ["schema"] = JsonSerializer.Serialize(schema, IcebergJson.Default.TableSchema),
            ["schema-id"] = schema.SchemaId.ToString(CultureInfo.InvariantCulture),
            ["partition-spec"] = JsonSerializer.Serialize(spec.Fields, IcebergJson.Default.IReadOnlyListPartitionField),
            ["partition-spec-id"] = spec.SpecId.ToString(CultureInfo.InvariantCulture),
            ["format-version"] = TableMetadata.Format.ToString(CultureInfo.InvariantCulture),
            ["content"] = "data",
        };
        return (new(SchemaOf(spec, partitions.Columns), properties, [.. entries]), spec, partitions.Ranges);
    }

    /// <summary>The manifest with other paths.</summary>
    /// <exception cref="FormatException">It is another file.</exception>
    public static AvroFile Moved(AvroFile manifest, Func<string, string> move) => manifest with
    {
        Records =
        [
            .. manifest.Records.Select(entry =>
            {
                if (entry is not [_, _, _, _, object?[] and [_, string path, ..] known, ..])
                    throw new FormatException("The manifest has other fields than Iceberg's.");
                object?[] file = [.. known];
                file[FilePath] = move(path);
                object?[] moved = [.. entry];
                moved[DataFile] = file;
                return moved;
            }),
        ],
    };

    static object?[]? Counts(Part part, Func<PartColumn, long?> count) => part.Columns is null
        ? null
        : [.. from column in part.Columns where count(column) is not null select new object?[] { column.FieldId, count(column) }];

    static object?[]? Bounds(Part part, Dictionary<int, LogicalType> types, Func<PartColumn, byte[]?> bound) => part.Columns is null
        ? null
        : [
            .. from column in part.Columns
               let value = bound(column)
               where value is not null && types.ContainsKey(column.FieldId)
               select new object?[] { column.FieldId, IcebergType.Bound(types[column.FieldId], value) },
        ];

    static string SchemaOf(PartitionSpec spec, IReadOnlyList<TableColumn> columns)
    {
        var fields = spec.Fields.Zip(columns, (field, column) => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"name":"{{field.Name}}","type":["null",{{IcebergType.Avro(column.Type)}}],"default":null,"field-id":{{field.FieldId}}}
            """));
        return ManifestSchemas.Entry.Replace("\"PARTITION\"", string.Join(',', fields), StringComparison.Ordinal);
    }
}
