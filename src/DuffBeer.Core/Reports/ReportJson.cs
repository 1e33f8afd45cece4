using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Reports;

/// <summary>Writes a page as JSON: numbers are numbers, decimals keep their scale, dates are ISO.</summary>
public static class ReportJson
{
    // Relaxed escaping: the response is always served as JSON, never inside a page.
    static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(ReportResult result, IBufferWriter<byte> to)
    {
        using var json = new Utf8JsonWriter(to, s_options);
        Write(result, json);
    }

    /// <summary>Writes the page as one value of a larger document.</summary>
    public static void Write(ReportResult result, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("report", result.Report.Name);
        json.WriteString("title", result.Report.Title);
        json.WriteString("description", result.Report.Description);
        WriteParameters(json, result);
        WriteSnapshot(json, result);
        json.WritePropertyName("asOf");
        WriteCell(json, LogicalType.Date, result.AsOf);
        json.WriteString("chart", result.Report.Chart);
        WriteSort(json, result);
        WriteColumns(json, result);
        WriteLeftOut(json, result);
        if (result.TotalRows is { } total)
            json.WriteNumber("totalRows", total);
        WriteRows(json, result);
        WriteNotes(json, result);
        if (ReportLink.NextOf(result) is { } next)
            json.WriteString("nextLink", next);
        json.WriteEndObject();
    }

    static void WriteNotes(Utf8JsonWriter json, ReportResult result)
    {
        if (result.Notes.Count == 0)
            return;
        json.WriteStartArray("notes");
        foreach (var note in result.Notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
    }

    static void WriteParameters(Utf8JsonWriter json, ReportResult result)
    {
        json.WriteStartObject("parameters");
        foreach (var parameter in result.Report.Parameters)
        {
            json.WritePropertyName(parameter.Name);
            WriteCell(json, parameter.Type, result.Request.Values[parameter.Name].Value);
        }

        json.WriteEndObject();
    }

    static void WriteSnapshot(Utf8JsonWriter json, ReportResult result)
    {
        if (result.SnapshotId is null)
        {
            json.WriteNull("snapshot");
            return;
        }

        json.WriteStartObject("snapshot");
        json.WriteString("id", result.SnapshotId);
        json.WritePropertyName("at");
        WriteCell(json, LogicalType.Timestamp, result.SnapshotAt?.UtcDateTime);
        json.WriteEndObject();
    }

    static void WriteSort(Utf8JsonWriter json, ReportResult result)
    {
        json.WriteStartArray("sort");
        foreach (var key in result.Request.Sort)
        {
            json.WriteStartObject();
            json.WriteString("column", key.Column);
            json.WriteBoolean("descending", key.Descending);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteLeftOut(Utf8JsonWriter json, ReportResult result)
    {
        json.WriteStartArray("leftOut");
        foreach (var rule in result.LeftOut)
        {
            json.WriteStartObject();
            json.WriteString("rule", rule.Rule);
            json.WriteNumber("lines", rule.Lines);
            json.WriteString("description", rule.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteColumns(Utf8JsonWriter json, ReportResult result)
    {
        json.WriteStartArray("columns");
        foreach (var column in result.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type.ToString());
            json.WriteString("description", column.Description);
            json.WriteString("label", column.Label);
            json.WriteString("role", NameOf(column.Role));
            json.WriteString("unit", NameOf(column.Unit));
            json.WriteString("currency", result.Report.CurrencyOf(column));
            json.WriteBoolean("headline", result.Report.IsHeadline(column));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static string NameOf<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();

    static void WriteRows(Utf8JsonWriter json, ReportResult result)
    {
        var columns = result.Columns;
        json.WriteStartArray("rows");
        foreach (var row in result.Rows)
        {
            json.WriteStartObject();
            for (var index = 0; index < columns.Count; index++)
            {
                json.WritePropertyName(columns[index].Name);
                WriteCell(json, columns[index].Type, row[index]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteCell(Utf8JsonWriter json, LogicalType type, object? value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(ReportCellText.AtScale(number, type.Scale));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case null or double:
                json.WriteNullValue();
                break;
            default:
                json.WriteStringValue(ReportCellText.Of(type, value));
                break;
        }
    }
}
