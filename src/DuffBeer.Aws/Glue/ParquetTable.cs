using DuffBeer.Core.Contracts;

namespace DuffBeer.Aws.Glue;

/// <summary>Describes the Parquet objects under a location as an external table.</summary>
static class ParquetTable
{
    public static TableInput Of(
        string name,
        IEnumerable<TableColumn> columns,
        IEnumerable<TableColumn> partitionKeys,
        string location,
        string description,
        IReadOnlyDictionary<string, string> parameters) =>
            new()
            {
                Name = name,
                Description = description.Length == 0 ? null : description,
                TableType = "EXTERNAL_TABLE",
                StorageDescriptor = Storage([.. columns.Select(HiveTypes.ColumnOf)], location),
                PartitionKeys = [.. partitionKeys.Select(HiveTypes.ColumnOf)],
                Parameters = new Dictionary<string, string>(parameters)
                {
                    ["EXTERNAL"] = "TRUE",
                    ["classification"] = "parquet",
                    ["parquet.compression"] = "SNAPPY",
                },
            };

    /// <summary>A table whose partitions are text files that name Parquet objects, one per line.</summary>
    public static TableInput OfLists(
        string name, IEnumerable<TableColumn> columns, IEnumerable<TableColumn> partitionKeys, string location, string description)
    {
        var table = Of(name, columns, partitionKeys, location, description, new Dictionary<string, string>());
        return table with
        {
            StorageDescriptor = table.StorageDescriptor! with
            {
                InputFormat = "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat",
                OutputFormat = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
            },
        };
    }

    public static StorageDescriptor Storage(IReadOnlyList<Column> columns, string location) => new()
    {
        Columns = columns,
        Location = location,
        InputFormat = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        OutputFormat = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        SerdeInfo = new(
            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
            new Dictionary<string, string> { ["serialization.format"] = "1" }),
    };
}
