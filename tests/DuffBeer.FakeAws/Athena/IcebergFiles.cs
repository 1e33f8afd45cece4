using System.Text.Json.Nodes;
using Avro.File;
using Avro.Generic;
using DuffBeer.FakeAws.S3;

namespace DuffBeer.FakeAws.Athena;

/// <summary>The data files of an Iceberg table's current snapshot, found as Athena finds them: from the metadata that Glue names.</summary>
static class IcebergFiles
{
    public static bool IsIceberg(JsonNode table) => table["Parameters"]?["table_type"]?.GetValue<string>() == "ICEBERG";

    public static List<(string Bucket, string Key, long Size)> Of(JsonNode table, Buckets buckets)
    {
        string PathOf(string location)
        {
            var slash = location.IndexOf('/', "s3://".Length);
            return buckets[location["s3://".Length..slash]].PathOf(location[(slash + 1)..]);
        }

        var metadata = JsonNode.Parse(File.ReadAllText(PathOf(table["Parameters"]!["metadata_location"]!.GetValue<string>())))!;
        var current = metadata["current-snapshot-id"]!.GetValue<long>();
        var snapshot = metadata["snapshots"]!.AsArray().FirstOrDefault(known => known!["snapshot-id"]!.GetValue<long>() == current);
        if (snapshot is null)
            return [];
        var files = new List<(string, string, long)>();
        foreach (var manifest in Records(PathOf(snapshot["manifest-list"]!.GetValue<string>())))
        {
            foreach (var entry in Records(PathOf((string)manifest["manifest_path"])))
            {
                var file = (GenericRecord)entry["data_file"];
                var location = (string)file["file_path"];
                var slash = location.IndexOf('/', "s3://".Length);
                files.Add((location["s3://".Length..slash], location[(slash + 1)..], (long)file["file_size_in_bytes"]));
            }
        }

        return files;
    }

    static List<GenericRecord> Records(string path)
    {
        using var reader = DataFileReader<GenericRecord>.OpenReader(path);
        return [.. reader.NextEntries];
    }
}
