using System.Text.Json;
using System.Text.Json.Serialization;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Writes the runs of a manifest as a list, or as an object if segments list them.</summary>
/// <remarks>A release without segments would take an empty list for an empty dataset. It refuses the object as damaged.</remarks>
public sealed class ManifestRuns : JsonConverter<IReadOnlyList<ManifestEntry>>
{
    /// <summary>The runs of a manifest with segments.</summary>
    public static readonly IReadOnlyList<ManifestEntry> InSegments = new List<ManifestEntry>().AsReadOnly();

    public override IReadOnlyList<ManifestEntry> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return JsonSerializer.Deserialize(ref reader, RunJson.Default.IReadOnlyListManifestEntry)!;
        reader.Skip();
        return InSegments;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<ManifestEntry> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!ReferenceEquals(value, InSegments))
        {
            JsonSerializer.Serialize(writer, value, RunJson.Default.IReadOnlyListManifestEntry);
            return;
        }

        writer.WriteStartObject();
        writer.WriteEndObject();
    }
}
