using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avro;
using Avro.File;
using Avro.Generic;
using DuffBeer.Iceberg.Avro;
using DuffBeer.Iceberg.Metadata;

namespace DuffBeer.Iceberg.Tests;

/// <summary>Our container files are read by Apache.Avro and by avsc, with every value and every property.</summary>
public sealed class AvroFileTests : IDisposable
{
    const string Schema = """
        {"type":"record","name":"all","fields":[
        {"name":"int","type":"int","field-id":1},{"name":"long","type":"long","field-id":2},
        {"name":"text","type":"string","field-id":3},{"name":"truth","type":"boolean","field-id":4},
        {"name":"number","type":"double","field-id":5},{"name":"bytes","type":["null","bytes"],"default":null,"field-id":6},
        {"name":"fixed","type":{"type":"fixed","name":"decimal_9_2","size":4,"logicalType":"decimal","precision":9,"scale":2},"field-id":7},
        {"name":"list","type":{"type":"array","items":"long","element-id":9},"field-id":8},
        {"name":"inner","type":{"type":"record","name":"r1","fields":[
        {"name":"a","type":["null","int"],"default":null,"field-id":11}]},"field-id":10}
        ]}
        """;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int> Counts => [0, 1, 3, 999, 1000, 1001, 5000];

    [Theory]
    [MemberData(nameof(Counts))]
    public void What_is_written_is_read_back(int records)
    {
        var file = Sample(records);

        var read = AvroFile.Parse(file.ToBytes());

        Assert.Equal((file.Schema, "value of ä"), (read.Schema, read.Properties["key"]));
        Assert.Equal(file.Records.Select(Text), read.Records.Select(Text));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Apache_Avro_reads_it(int records)
    {
        var file = Sample(records);
        using var reader = DataFileReader<GenericRecord>.OpenReader(new MemoryStream(file.ToBytes()));

        var read = reader.NextEntries.Select(record => Text(
        [
            record["int"], record["long"], record["text"], record["truth"], record["number"], record["bytes"],
            Fixed((AvroDecimal)record["fixed"]), ((object[])record["list"]).ToList(), new[] { ((GenericRecord)record["inner"])["a"] },
        ])).ToList();

        Assert.Equal(file.Records.Select(Text), read);
        Assert.Equal("value of ä", reader.GetMetaString("key"));
        Assert.Equal(records == 5000 ? "deflate" : "null", reader.GetMetaString("avro.codec"));
        Assert.Equal(
            JsonNode.Parse(Schema)!.ToJsonString(), JsonNode.Parse(reader.GetMetaString("avro.schema"))!.ToJsonString());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5000)]
    public async Task Avsc_reads_it(int records)
    {
        var file = Sample(records);
        await File.WriteAllBytesAsync(_folder["file.avro"], file.ToBytes());

        var read = (await AvscAsync(_folder["file.avro"])).Select(record => Text(
        [
            record["int"]!.GetValue<int>(), long.Parse(record["long"]!.GetValue<string>()), record["text"]!.GetValue<string>(),
            record["truth"]!.GetValue<bool>(), record["number"]!.GetValue<double>(), Bytes(record["bytes"]), Bytes(record["fixed"])!,
            record["list"]!.AsArray().Select(item => (object?)long.Parse(item!.GetValue<string>())).ToList(),
            new object?[] { record["inner"]!["a"]?.GetValue<int>() },
        ]));

        Assert.Equal(file.Records.Select(Text), read);
    }

    [Fact]
    public void The_same_records_give_the_same_bytes_and_others_do_not()
    {
        Assert.Equal(Sample(1001).ToBytes(), Sample(1001).ToBytes());
        Assert.NotEqual(Sample(1001).ToBytes(), Sample(1002).ToBytes());
    }

    [Fact]
    public void A_file_that_is_cut_or_damaged_is_refused()
    {
        var bytes = Sample(3).ToBytes();
        for (var length = 0; length < bytes.Length - 1; length += 7)
            Assert.ThrowsAny<FormatException>(() => Parse(bytes[..length]));
        bytes[^1] ^= 1;
        Assert.Throws<FormatException>(() => Parse(bytes));

        // A file that ends right behind its header has no records; it is the only cut that no reader can see.
        static AvroFile Parse(byte[] bytes)
        {
            var file = AvroFile.Parse(bytes);
            return file.Records.Count == 0 ? throw new FormatException("No records.") : file;
        }
    }

    [Theory]
    [InlineData("""{"type":"record","name":"r","fields":[{"name":"a","type":"long"}]""")]
    [InlineData("""{"type":"record","name":"r"}""")]
    [InlineData("""{"type":"record","name":"r","fields":7}""")]
    [InlineData("""{"type":"record","name":"r","fields":[{"name":"a"}]}""")]
    [InlineData("""{"type":"record","name":"r","fields":[{"name":7,"type":"long"}]}""")]
    [InlineData("""{"type":{"type":"fixed","size":1e9}}""")]
    [InlineData("""{"type":"record","name":"r","fields":[{"name":"\ud800","type":"long"}]}""")]
    [InlineData("7")]
    [InlineData("\"long\"")]
    public void A_file_with_another_schema_is_refused(string schema) =>
        Assert.Throws<FormatException>(() => AvroFile.Parse(Bytes(schema, "null", records: 1, 2)));

    [Fact]
    public void Counts_that_no_file_has_are_refused_before_they_take_memory()
    {
        const string Nothing = """{"type":"record","name":"r","fields":[]}""";
        const string Nulls = """{"type":"record","name":"r","fields":[{"name":"a","type":{"type":"array","items":"null"}}]}""";
        const string Int = """{"type":"record","name":"r","fields":[{"name":"a","type":"int"}]}""";

        Assert.Throws<FormatException>(() => AvroFile.Parse(Bytes(Nothing, "null", records: long.MaxValue)));
        Assert.Throws<FormatException>(() => AvroFile.Parse(Bytes(Nulls, "null", records: 1, [.. Varint(1L << 40), 0])));
        Assert.Throws<FormatException>(() => AvroFile.Parse(Bytes(Nulls, "null", records: 1, [.. Varint(long.MinValue), 0, 0])));
        Assert.Throws<FormatException>(() => AvroFile.Parse(Bytes(Int, "null", records: 1, Varint(1L << 40))));
        Assert.Throws<FormatException>(() => AvroFile.Parse(Bytes(Int, "null", records: long.MinValue, Varint(1))));
    }

    [Fact]
    public void A_damaged_compressed_block_is_refused() =>
        Assert.Throws<FormatException>(() => AvroFile.Parse(Bytes(Schema, "deflate", records: 1, 0xFF, 0xFF, 0xFF)));

    [Fact]
    public void A_list_of_manifests_with_other_fields_is_refused()
    {
        var other = AvroFile.Parse(Sample(2).ToBytes());

        Assert.Throws<FormatException>(() => ManifestList.Parse(other));
        Assert.Throws<FormatException>(() => Manifest.Moved(other, path => path));
    }

    /// <summary>A file of one block, whatever it has.</summary>
    static byte[] Bytes(string schema, string codec, long records, params byte[] block)
    {
        var sync = new byte[16];
        return
        [
            .. "Obj\x01"u8, .. Varint(2), .. Text("avro.schema"), .. Text(schema), .. Text("avro.codec"), .. Text(codec), 0,
            .. sync, .. Varint(records), .. Varint(block.Length), .. block, .. sync,
        ];

        static byte[] Text(string text) => [.. Varint(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];
    }

    static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        for (var left = (ulong)((value << 1) ^ (value >> 63)); ; left >>= 7)
        {
            if (left < 0x80)
                return [.. bytes, (byte)left];
            bytes.Add((byte)(left | 0x80));
        }
    }

    static AvroFile Sample(int records) => new(
        Schema.ReplaceLineEndings(""),
        new Dictionary<string, string> { ["key"] = "value of ä" },
        [
            .. Enumerable.Range(0, records).Select(row => new object?[]
            {
                row % 3 == 0 ? int.MinValue : row, row % 2 == 0 ? long.MaxValue - row : long.MinValue + row, $"row {row} 🍺",
                row % 2 == 0, row / 7.0, row % 5 == 0 ? null : new[] { (byte)row, (byte)0xFF }, new byte[] { 0xFF, 0xFE, (byte)row, 1 },
                Enumerable.Range(0, row % 4).Select(item => (object?)(long)item).ToList(), new object?[] { row % 4 == 0 ? null : row },
            }),
        ]);

    // Apache.Avro turns a decimal into a number.
    static byte[] Fixed(AvroDecimal value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (int)value.UnscaledValue);
        return bytes;
    }

    static string Text(object?[] record) => JsonSerializer.Serialize(record);

    static byte[]? Bytes(JsonNode? node) => (node is JsonObject wrapped ? wrapped["bytes"] ?? node : node) switch
    {
        null => null,
        JsonObject buffer => [.. buffer["data"]!.AsArray().Select(item => item!.GetValue<byte>())],
        var other => [.. other.AsArray().Select(item => item!.GetValue<byte>())],
    };

    static async Task<IReadOnlyList<JsonNode>> AvscAsync(string path)
    {
        var script = typeof(AvroFileTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "AvroReader").Value!;
        using var node = Process.Start(new ProcessStartInfo("node", [script, path])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var answer = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0
            ? [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)]
            : throw new InvalidDataException(await errors);
    }
}
