using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace DuffBeer.Iceberg.Avro;

/// <summary>An object container file of Avro: a schema, properties, and records in blocks.</summary>
/// <remarks>
/// Large ones are compressed. Compression gains nothing where most of the file is its schema, and some readers fail on short blocks.
/// Our own, because the writer of Apache.Avro finds types by reflection, which a native program cannot, and 200 lines are less than what it
/// brings with it. Tests read what it writes with Apache.Avro and with avsc.
/// </remarks>
/// <param name="Schema">As JSON, with Iceberg's <c>field-id</c>s.</param>
/// <param name="Properties">In addition to Avro's own.</param>
sealed record AvroFile(string Schema, IReadOnlyDictionary<string, string> Properties, IReadOnlyList<object?[]> Records)
{
    const int SyncLength = 16;
    const int RecordsPerBlock = 1000;

    /// <summary>Bytes of records from which on they are compressed.</summary>
    const int LargestPlain = 1 << 16;

    const string Deflate = "deflate";
    const string SchemaKey = "avro.schema";
    const string CodecKey = "avro.codec";

    static ReadOnlySpan<byte> Magic => "Obj\x01"u8;

    /// <summary>The same records always give the same bytes.</summary>
    public byte[] ToBytes()
    {
        var type = AvroType.Parse(Schema);
        var plain = Records.Chunk(RecordsPerBlock).Select(records => (records.Length, Bytes: Plain(type, records))).ToList();
        var isDeflated = plain.Sum(block => block.Bytes.Length) > LargestPlain;
        var blocks = isDeflated ? [.. plain.Select(block => (block.Length, Bytes: Deflated(block.Bytes)))] : plain;
        var sync = Sync(blocks.Select(block => block.Bytes));

        using var file = new MemoryStream();
        var encoder = new AvroEncoder(file);
        file.Write(Magic);
        encoder.WriteLong(Properties.Count + 2);
        foreach (var (key, value) in Properties.Prepend(new(CodecKey, isDeflated ? Deflate : "null")).Prepend(new(SchemaKey, Schema)))
        {
            encoder.WriteBytes(Encoding.UTF8.GetBytes(key));
            encoder.WriteBytes(Encoding.UTF8.GetBytes(value));
        }

        encoder.WriteLong(0);
        file.Write(sync);
        foreach (var (records, bytes) in blocks)
        {
            encoder.WriteLong(records);
            encoder.WriteBytes(bytes);
            file.Write(sync);
        }

        return file.ToArray();
    }

    /// <exception cref="FormatException">It is not a whole file of this kind.</exception>
    public static AvroFile Parse(ReadOnlyMemory<byte> bytes)
    {
        var decoder = new AvroDecoder(bytes);
        if (!decoder.Take(Magic.Length).SequenceEqual(Magic))
            throw new FormatException("It is not an Avro file.");
        var properties = new Dictionary<string, string>();
        while (decoder.ReadBlockCount() is > 0 and var count)
        {
            for (var index = 0; index < count; index++)
                properties[Encoding.UTF8.GetString(decoder.ReadBytes())] = Encoding.UTF8.GetString(decoder.ReadBytes());
        }

        if (!properties.Remove(SchemaKey, out var schema))
            throw new FormatException("The Avro file has no schema.");
        var isDeflated = properties.Remove(CodecKey, out var codec) && codec == Deflate;
        var type = AvroType.Parse(schema);
        var sync = decoder.Take(SyncLength).ToArray();
        var records = new List<object?[]>();
        while (!decoder.IsAtEnd)
        {
            var count = decoder.ReadLong();
            var block = decoder.ReadBytes().ToArray();
            var inner = new AvroDecoder(isDeflated ? Inflated(block) : block);
            for (var left = inner.Count(count); left > 0; left--)
                records.Add((object?[])inner.Read(type)!);
            if (!decoder.Take(SyncLength).SequenceEqual(sync))
                throw new FormatException("A block of the Avro file does not end where it should.");
        }

        return new(schema, properties, records);
    }

    static byte[] Plain(AvroType type, object?[][] records)
    {
        using var block = new MemoryStream();
        var encoder = new AvroEncoder(block);
        foreach (var record in records)
            encoder.Write(type, record);
        return block.ToArray();
    }

    static byte[] Deflated(byte[] plain)
    {
        using var block = new MemoryStream();
        using (var deflate = new DeflateStream(block, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(plain);
        return block.ToArray();
    }

    static byte[] Inflated(byte[] block)
    {
        using var deflate = new DeflateStream(new MemoryStream(block), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        try
        {
            deflate.CopyTo(plain);
        }
        catch (InvalidDataException damaged)
        {
            throw new FormatException("A block of the Avro file cannot be decompressed.", damaged);
        }

        return plain.ToArray();
    }

    byte[] Sync(IEnumerable<byte[]> blocks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Schema));
        foreach (var block in blocks)
            hash.AppendData(block);
        return hash.GetHashAndReset()[..SyncLength];
    }
}
