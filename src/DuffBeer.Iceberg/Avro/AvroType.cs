using System.Text.Json;

namespace DuffBeer.Iceberg.Avro;

enum AvroKind { Null, Boolean, Int, Long, Double, Bytes, String, Fixed, Array, Record, Union }

/// <summary>A type of Avro's schema, as far as Iceberg's manifests need it.</summary>
/// <remarks>
/// Values in memory: a record as <c>object?[]</c> in the order of its fields, an array as a list, bytes and fixed as <c>byte[]</c>, the
/// others as in C#. A union is that of one type with null.
/// </remarks>
/// <param name="Size">Of a fixed, in bytes.</param>
sealed record AvroType(AvroKind Kind, IReadOnlyList<AvroType> Parts, IReadOnlyList<string> Names, int Size)
{
    /// <summary>Reads a schema. Types are not referred to by name in Iceberg's schemas, so they are not here either.</summary>
    /// <exception cref="FormatException">It is not the schema of a record.</exception>
    public static AvroType Parse(string schema)
    {
        try
        {
            using var document = JsonDocument.Parse(schema);
            var type = Of(document.RootElement);
            return type.Kind == AvroKind.Record ? type : throw new FormatException("The Avro schema is not that of a record.");
        }
        catch (Exception unfit) when (unfit is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"The Avro schema cannot be read: {unfit.Message}", unfit);
        }
    }

    static AvroType Of(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => new(Primitive(type.GetString()!), [], [], 0),
        JsonValueKind.Array => new(AvroKind.Union, [.. type.EnumerateArray().Select(Of)], [], 0),
        _ => type.GetProperty("type") is { ValueKind: JsonValueKind.String } name
            ? Named(type, name.GetString()!)
            : Of(type.GetProperty("type")),
    };

    static AvroType Named(JsonElement type, string name) => name switch
    {
        "record" => new(
            AvroKind.Record,
            [.. type.GetProperty("fields").EnumerateArray().Select(field => Of(field.GetProperty("type")))],
            [.. type.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString()!)],
            0),
        "array" => new(AvroKind.Array, [Of(type.GetProperty("items"))], [], 0),
        "fixed" => new(AvroKind.Fixed, [], [], type.GetProperty("size").GetInt32()),
        _ => new(Primitive(name), [], [], 0),
    };

    static AvroKind Primitive(string name) => name switch
    {
        "null" => AvroKind.Null,
        "boolean" => AvroKind.Boolean,
        "int" => AvroKind.Int,
        "long" => AvroKind.Long,
        "double" => AvroKind.Double,
        "bytes" => AvroKind.Bytes,
        "string" => AvroKind.String,
        _ => throw new FormatException($"The Avro type '{name}' is not one of a manifest."),
    };
}
