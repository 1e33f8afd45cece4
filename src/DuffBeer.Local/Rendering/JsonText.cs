using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DuffBeer.Core.Reports;

namespace DuffBeer.Local.Rendering;

/// <summary>Writes one JSON document and a line break. Names stay readable: Moe's is not Moe\u0027s.</summary>
static class JsonText
{
    static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<T>(TextWriter to, T value, JsonTypeInfo<T> type) =>
        Write(to, json => JsonSerializer.Serialize(json, value, type));

    /// <summary>Several reports: <c>{"reports": […]}</c>.</summary>
    public static void Write(TextWriter to, IEnumerable<ReportResult> reports) => Write(to, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("reports");
        foreach (var report in reports)
            ReportJson.Write(report, json);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static void Write(TextWriter to, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_options))
            write(json);
        to.WriteLine(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }
}
