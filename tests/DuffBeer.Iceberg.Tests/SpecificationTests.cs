using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Avro;
using Avro.Generic;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using static DuffBeer.Iceberg.Tests.Lake;

namespace DuffBeer.Iceberg.Tests;

/// <summary>Metadata against Iceberg's specification, format version 2: fields, their numbers and types, and what must be there.</summary>
public sealed class SpecificationTests : IDisposable
{
    /// <summary>Number, name, type; required unless marked with a question mark.</summary>
    static readonly string[] s_entry =
        ["0 status int", "1 snapshot_id long?", "3 sequence_number long?", "4 file_sequence_number long?", "2 data_file record"];

    static readonly string[] s_file =
    [
        "134 content int", "100 file_path string", "101 file_format string", "102 partition record", "103 record_count long",
        "104 file_size_in_bytes long", "108 column_sizes map<117 int, 118 long>?", "109 value_counts map<119 int, 120 long>?",
        "110 null_value_counts map<121 int, 122 long>?", "137 nan_value_counts map<138 int, 139 long>?",
        "125 lower_bounds map<126 int, 127 bytes>?", "128 upper_bounds map<129 int, 130 bytes>?", "131 key_metadata bytes?",
        "132 split_offsets list<133 long>?", "135 equality_ids list<136 int>?", "140 sort_order_id int?",
    ];

    static readonly string[] s_list =
    [
        "500 manifest_path string", "501 manifest_length long", "502 partition_spec_id int", "517 content int", "515 sequence_number long",
        "516 min_sequence_number long", "503 added_snapshot_id long", "504 added_files_count int", "505 existing_files_count int",
        "506 deleted_files_count int", "512 added_rows_count long", "513 existing_rows_count long", "514 deleted_rows_count long",
        "507 partitions list<508 record>?", "519 key_metadata bytes?",
    ];

    static readonly string[] s_summary =
        ["509 contains_null boolean", "518 contains_nan boolean?", "510 lower_bound bytes?", "511 upper_bound bytes?"];

    static readonly string[] s_types =
        ["int32", "int64", "decimal(9,2)", "decimal(18,6)", "double", "bool", "date", "timestamp", "string"];

    readonly Lake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Manifests_and_lists_have_the_fields_of_the_specification()
    {
        await PublishAllTypesAsync();

        var (_, list, property) = ReadAvro(_lake.Current()["manifest-list"]!.GetValue<string>());
        Assert.Equal(s_list.Order(), FieldsOf(list).Order());
        Assert.Equal(s_summary.Order(), FieldsOf(Inner(list, "partitions")["items"]!).Order());
        Assert.Equal("2", property("format-version"));
        Assert.Equal(_lake.Current()["snapshot-id"]!.ToJsonString(), property("snapshot-id"));

        var (_, manifest, described) = ReadAvro((string)Manifests(_lake.Current())[0]["manifest_path"]);
        Assert.Equal(s_entry.Order(), FieldsOf(manifest).Order());
        var file = Inner(manifest, "data_file");
        Assert.Equal(s_file.Order(), FieldsOf(file).Order());
        Assert.Equal(("2", "data"), (described("format-version"), described("content")));

        // The partition's fields are those of the spec, and all may be null.
        var spec = _lake.Newest()!["partition-specs"]!.AsArray().Single(
            known => known!["spec-id"]!.GetValue<int>() == int.Parse(described("partition-spec-id"), CultureInfo.InvariantCulture))!;
        Assert.Equal(
            spec["fields"]!.AsArray().Select(field => $"{field!["field-id"]} {field["name"]}"),
            FieldsOf(Inner(file, "partition")).Select(field => field[..field.LastIndexOf(' ')]));
        Assert.All(FieldsOf(Inner(file, "partition")), field => Assert.EndsWith("?", field, StringComparison.Ordinal));
        Assert.True(JsonNode.DeepEquals(spec["fields"], JsonNode.Parse(described("partition-spec"))));
        var schema = JsonNode.Parse(described("schema"))!;
        Assert.Equal(described("schema-id"), schema["schema-id"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(schema, _lake.Newest()!["schemas"]![0]));
    }

    [Fact]
    public async Task Metadata_has_what_the_specification_requires()
    {
        await PublishAllTypesAsync();
        _lake.Datasets = new([AllTypes(), AllTypes() with { Version = 2, ValidFrom = new(2026, 1, 1), PartitionBy = ["t6"] }]);
        await _lake.PublishAsync("b", Part("b", "t6=2026-01-05"));
        await _lake.FollowAsync();

        var table = _lake.Newest()!;
        Assert.Equal(2, Number("format-version"));
        Assert.True(Guid.TryParse(table["table-uuid"]!.GetValue<string>(), out _));
        Assert.Equal($"{_lake.Store.LocationOf("")}iceberg/things", table["location"]!.GetValue<string>());
        Assert.Equal(2, Number("last-sequence-number"));
        Assert.Equal(Ids("schemas", "id").Max(), Number("last-column-id"));
        Assert.Equal(Ids("partition-specs", "field-id").Max(), Number("last-partition-id"));
        Assert.Contains(Number("current-schema-id"), Of("schemas", "schema-id"));
        Assert.Contains(Number("default-spec-id"), Of("partition-specs", "spec-id"));
        Assert.Equal([0], Of("sort-orders", "order-id"));
        Assert.Equal(0, Number("default-sort-order-id"));
        Assert.Contains(Number("current-snapshot-id"), Of("snapshots", "snapshot-id"));
        // Fields of version 1 that version 2 does not write.
        Assert.All((string[])["schema", "partition-spec"], gone => Assert.Null(table[gone]));
        Assert.All(table["schemas"]!.AsArray(), schema => Assert.Equal("struct", schema!["type"]!.GetValue<string>()));
        Assert.Equal(
            ["int", "long", "decimal(9, 2)", "decimal(18, 6)", "double", "boolean", "date", "timestamptz", "string"],
            table["schemas"]![0]!["fields"]!.AsArray().SkipLast(2).Skip(1).Select(field => field!["type"]!.GetValue<string>()));
        Assert.All(Ids("schemas", "id"), id => Assert.InRange(id, 1, 2_147_483_447));
        Assert.All(Ids("partition-specs", "field-id"), id => Assert.InRange(id, 1000, int.MaxValue));
        Assert.All(table["snapshots"]!.AsArray(), snapshot =>
        {
            Assert.True(snapshot!["timestamp-ms"]!.GetValue<long>() > 0);
            Assert.NotNull(snapshot["summary"]!["operation"]);
            Assert.Contains(snapshot["schema-id"]!.GetValue<long>(), Of("schemas", "schema-id"));
        });
        Assert.Equal("false", table["properties"]!["gc.enabled"]!.GetValue<string>());
        Assert.Equal(
            table["schemas"]!.AsArray().Single(schema => schema!["schema-id"]!.GetValue<long>() == Number("current-schema-id"))!["fields"]!
                .AsArray().Select(field => $"{field!["id"]} {field["name"]}"),
            JsonNode.Parse(table["properties"]!["schema.name-mapping.default"]!.GetValue<string>())!.AsArray()
                .Select(name => $"{name!["field-id"]} {name["names"]!.AsArray().Single()}"));

        long Number(string name) => table[name]!.GetValue<long>();
        IEnumerable<long> Of(string list, string name) => table[list]!.AsArray().Select(entry => entry![name]!.GetValue<long>());
        IEnumerable<long> Ids(string list, string name) => table[list]!.AsArray()
            .SelectMany(entry => entry!["fields"]!.AsArray()).Select(field => field![name]!.GetValue<long>());
    }

    [Fact]
    public async Task Partitions_and_bounds_have_Icebergs_form_in_every_type()
    {
        await PublishAllTypesAsync();

        var entries = ReadAvro((string)Manifests(_lake.Current())[0]["manifest_path"]).Records
            .Select(entry => (GenericRecord)entry["data_file"]).ToList();
        var partition = (GenericRecord)entries[0]["partition"];
        Assert.Equal(
            [-7, 8L, new AvroDecimal(-1.25m), new AvroDecimal(0.000001m), true, new DateTime(2026, 1, 5), "ä/b"],
            ((string[])["t0", "t1", "t2", "t3", "t5", "t6", "t8"])
                .Select(name => partition[name] is DateTime day ? day.Date : partition[name]));
        Assert.All(
            (string[])["t0", "t1", "t2", "t3", "t5", "t6", "t7", "t8"],
            name => Assert.Null(((GenericRecord)entries[1]["partition"])[name]));

        var bounds = ((object[])entries[0]["lower_bounds"]).Cast<GenericRecord>()
            .ToDictionary(bound => (int)bound["key"], bound => (byte[])bound["value"]);
        Assert.Equal("83", Convert.ToHexString(bounds[FieldId.OfName("t2")]));
        Assert.Equal("FB2E", Convert.ToHexString(bounds[FieldId.OfName("t3")]));
        Assert.Equal("F9FFFFFF", Convert.ToHexString(bounds[FieldId.OfName("t0")]));
        Assert.Equal("ä", Encoding.UTF8.GetString(bounds[FieldId.OfName("t8")]));
        Assert.False(bounds.ContainsKey(FieldId.OfName("t4")));
        Assert.Equal(2L, Count(entries[0], "nan_value_counts", "t4"));
        Assert.Equal(
            [3L, 1L, 77L],
            ((string[])["value_counts", "null_value_counts", "column_sizes"]).Select(map => Count(entries[0], map, "t8")));

        var ranges = ((object[])Manifests(_lake.Current())[0]["partitions"]).Cast<GenericRecord>().ToList();
        Assert.All(ranges, range => Assert.True((bool)range["contains_null"]));
        Assert.Equal("83", Convert.ToHexString((byte[])ranges[2]["lower_bound"]));
    }

    [Theory]
    [InlineData(0L, "")]
    [InlineData(3L, null)]
    [InlineData(1L, null)]
    public async Task A_folder_of_nulls_and_empty_texts_never_gives_a_row_the_other_value(long nulls, string? value)
    {
        PartColumn kind = new(FieldId.OfName("kind"), 10, nulls, null, null, null);
        await _lake.PublishAsync("a", Part("a", "kind=__HIVE_DEFAULT_PARTITION__", 3, kind));
        await _lake.FollowAsync();

        var manifest = Manifests(_lake.Current()).Single();
        var file = (GenericRecord)ReadAvro((string)manifest["manifest_path"]).Records.Single()["data_file"];
        // With both in one file, the manifest says nothing of partitions, and readers look into the file.
        Assert.Equal(nulls == 1, (int)manifest["partition_spec_id"] == 0);
        if (nulls != 1)
            Assert.Equal(value, ((GenericRecord)file["partition"])["kind"]);
    }

    [Fact]
    public async Task Thousands_of_files_are_one_compressed_manifest()
    {
        const int files = 5_000;
        var parts = Enumerable.Range(0, files).Select(file => Part(
            "a", FormattableString.Invariant($"kind=k{file % 200}"), file + 1,
            [
                .. Enumerable.Range(0, 20).Select(column => new PartColumn(
                    FieldId.OfName(FormattableString.Invariant($"c{column}")), 1000 + file, file % 3, null,
                    BitConverter.GetBytes((long)file), BitConverter.GetBytes(2L * file))),
            ])).ToArray();
        var columns = Enumerable.Range(0, 20).Select(column => Column(FormattableString.Invariant($"c{column}"), "int64"));
        _lake.Datasets = new([Things(1, [.. columns])]);
        await _lake.PublishAsync("a", parts);
        await _lake.FollowAsync();

        var manifest = Manifests(_lake.Current()).Single();
        Assert.Equal((files, files * (files + 1L) / 2), ((int)manifest["added_files_count"], (long)manifest["added_rows_count"]));
        var length = new FileInfo(((string)manifest["manifest_path"])["file://".Length..]).Length;
        Assert.Equal(length, (long)manifest["manifest_length"]);
        Assert.InRange(length, 1, files * 400);
        var (entries, _, property) = ReadAvro((string)manifest["manifest_path"]);
        Assert.Equal("deflate", property("avro.codec"));
        Assert.Equal(files * (files + 1L) / 2, entries.Sum(entry => (long)((GenericRecord)entry["data_file"])["record_count"]));
    }

    async Task PublishAllTypesAsync()
    {
        _lake.Datasets = new([AllTypes()]);
        const string none = "__HIVE_DEFAULT_PARTITION__";
        PartColumn Bounded(int type, byte[]? lower, byte[]? upper, long? nans = null) =>
            new(FieldId.OfName(FormattableString.Invariant($"t{type}")), 77, 1, nans, lower, upper);
        await _lake.PublishAsync(
            "a",
            Part(
                "a", "t0=-7/t1=8/t2=-1.25/t3=0.000001/t5=true/t6=2026-01-05/t7=2026-01-05T10%3A00%3A00.123Z/t8=%C3%A4%2Fb", 3,
                Bounded(0, Int(-7), Int(-7)), Bounded(1, Long(8), Long(8)), Bounded(2, Int(-125), Int(-125)),
                Bounded(3, Long(-1234), Long(1)), Bounded(4, null, null, nans: 2), Bounded(5, [1], [1]), Bounded(6, Int(20458), Int(20458)),
                Bounded(7, Long(1), Long(2)), Bounded(8, "ä"u8.ToArray(), "ä/b"u8.ToArray())),
            Part("a", string.Join('/', ((int[])[0, 1, 2, 3, 5, 6, 7, 8]).Select(type => $"t{type}={none}")), 1, Bounded(8, null, null)));
        await _lake.FollowAsync();

        static byte[] Int(int value) => BitConverter.GetBytes(value);
        static byte[] Long(long value) => BitConverter.GetBytes(value);
    }

    static DatasetContract AllTypes() => new()
    {
        Name = Dataset,
        Version = 1,
        Description = "All types",
        Source = new("things/"),
        PartitionBy = ["t0", "t1", "t2", "t3", "t5", "t6", "t7", "t8"],
        Columns =
        [
            new() { Name = "id", Type = LogicalType.Int64, Id = 1, Required = true },
            .. s_types.Index().Select(type => Column(FormattableString.Invariant($"t{type.Index}"), type.Item)),
        ],
    };

    static long Count(GenericRecord file, string map, string column) =>
        (long)((object[])file[map]).Cast<GenericRecord>().Single(pair => (int)pair["key"] == FieldId.OfName(column))["value"];

    /// <summary>The fields of a record as the lists above have them.</summary>
    static IEnumerable<string> FieldsOf(JsonNode record) => record["fields"]!.AsArray().Select(field =>
    {
        var type = field!["type"]!;
        // A union with null, which comes first and is the default.
        var isOptional = type is JsonArray { Count: 2 } union && union[0]!.GetValue<string>() == "null";
        if (isOptional)
            Assert.True(field.AsObject().TryGetPropertyValue("default", out var otherwise) && otherwise is null);
        return $"{field["field-id"]} {field["name"]} {TypeOf(isOptional ? type[1]! : type)}{(isOptional ? "?" : "")}";
    });

    static string TypeOf(JsonNode type)
    {
        if (type is JsonValue)
            return type.GetValue<string>();
        if (type["type"]!.GetValue<string>() != "array")
            return type["type"]!.GetValue<string>();
        if (type["logicalType"]?.GetValue<string>() != "map")
            return $"list<{type["element-id"]} {TypeOf(type["items"]!)}>";
        var (key, value) = (type["items"]!["fields"]![0]!, type["items"]!["fields"]![1]!);
        Assert.Equal(("key", "value"), (key["name"]!.GetValue<string>(), value["name"]!.GetValue<string>()));
        return $"map<{key["field-id"]} {TypeOf(key["type"]!)}, {value["field-id"]} {TypeOf(value["type"]!)}>";
    }

    static JsonNode Inner(JsonNode record, string field)
    {
        var type = record["fields"]!.AsArray().Single(known => known!["name"]!.GetValue<string>() == field)!["type"]!;
        return type is JsonArray union ? union[1]! : type;
    }
}
