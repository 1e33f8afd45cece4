using System.Text.Json;
using System.Text.Json.Serialization;

namespace DuffBeer.Core.Ports;

/// <summary>A file that a run wrote.</summary>
/// <param name="Partition">Hive folders of the partition; empty for rejects, keys and unpartitioned tables.</param>
public sealed record Part(string Key, string Partition, long Rows, long Bytes)
{
    /// <summary>What its columns hold, in chunk manifests; null where the list of the attempt's files has it, and in older ones.</summary>
    [JsonConverter(typeof(PackedColumns))]
    public IReadOnlyList<PartColumn>? Columns { get; init; }

    /// <summary>The SHA-256 of the file; null in manifest entries, whose receipt binds it, and in documents of older versions.</summary>
    public string? Digest { get; init; }
}

/// <summary>What a part holds of one column.</summary>
/// <param name="FieldId">See <see cref="Contracts.FieldId"/>.</param>
/// <param name="Bytes">Compressed size of the column in the file.</param>
/// <param name="Nans">Null for all types but double.</param>
/// <param name="Lower">
/// No value is below it, in Parquet's plain encoding; a prefix of a long string. Null if unknown, as with a NaN, or if all values are null.
/// </param>
/// <param name="Upper">No value is above it.</param>
public sealed record PartColumn(int FieldId, long Bytes, long Nulls, long? Nans, byte[]? Lower, byte[]? Upper);

/// <summary>Serializes columns as short lists, because a chunk may have hundreds of parts.</summary>
public sealed class PackedColumns : JsonConverter<IReadOnlyList<PartColumn>>
{
    const int Values = 6;

    public override IReadOnlyList<PartColumn> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return [.. document.RootElement.EnumerateArray().Select(Of)];
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<PartColumn> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        foreach (var column in value)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(column.FieldId);
            writer.WriteNumberValue(column.Bytes);
            writer.WriteNumberValue(column.Nulls);
            writer.WriteNumberValue(column.Nans ?? -1);
            Bound(writer, column.Lower);
            Bound(writer, column.Upper);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    static void Bound(Utf8JsonWriter writer, byte[]? bound)
    {
        if (bound is null)
            writer.WriteNullValue();
        else
            writer.WriteBase64StringValue(bound);
    }

    static PartColumn Of(JsonElement column)
    {
        if (column.GetArrayLength() != Values)
            throw new JsonException($"Expected {Values} values of a column.");
        var nans = column[3].GetInt64();
        return new(
            column[0].GetInt32(), column[1].GetInt64(), column[2].GetInt64(), nans < 0 ? null : nans, Bound(column[4]), Bound(column[5]));
    }

    static byte[]? Bound(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetBytesFromBase64();
}
