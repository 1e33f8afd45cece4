using System.Text.Json;
using System.Text.Json.Serialization;

namespace DuffBeer.Core.Costs;

/// <summary>Serializes drivers as a list of counts without trailing zeros, because a history stores one per call.</summary>
public sealed class PackedCost : JsonConverter<CostDrivers>
{
    public override CostDrivers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var counts = new List<long>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Expected a list of counts.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            counts.Add(reader.GetInt64());
        return CostDrivers.Of(counts);
    }

    public override void Write(Utf8JsonWriter writer, CostDrivers value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var counts = value.Counts();
        writer.WriteStartArray();
        foreach (var count in counts.AsSpan(0, Array.FindLastIndex(counts, count => count != 0) + 1))
            writer.WriteNumberValue(count);
        writer.WriteEndArray();
    }
}
