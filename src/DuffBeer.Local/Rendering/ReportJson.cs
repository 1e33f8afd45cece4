using System.Globalization;
using System.Text.Json;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

/// <summary>A report as JSON: numbers are numbers, decimals exact with their scale.</summary>
static class ReportJson
{
    public static void Write(TextWriter to, ReportOutput report) => JsonText.Write(to, json => Write(json, report));

    /// <summary>Several reports: <c>{"reports": […]}</c>.</summary>
    public static void Write(TextWriter to, IEnumerable<ReportOutput> reports) => JsonText.Write(to, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("reports");
        foreach (var report in reports)
            Write(json, report);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    static void Write(Utf8JsonWriter json, ReportOutput report)
    {
        json.WriteStartObject();
        json.WriteString("report", report.Name);
        json.WriteString("title", report.Title);
        WriteParameters(json, report);
        WriteSnapshot(json, report.Snapshot);
        WriteCell(json, "asOf", report.AsOf);
        WriteColumns(json, report);
        WriteRows(json, report);
        if (report.NextLink is { } next)
            json.WriteString("nextLink", next);
        json.WriteEndObject();
    }

    static void WriteParameters(Utf8JsonWriter json, ReportOutput report)
    {
        json.WriteStartObject("parameters");
        foreach (var (name, value) in report.Parameters)
            WriteCell(json, name, value);
        json.WriteEndObject();
    }

    static void WriteSnapshot(Utf8JsonWriter json, SnapshotMark? snapshot)
    {
        if (snapshot is null)
        {
            json.WriteNull("snapshot");
            return;
        }

        json.WriteStartObject("snapshot");
        json.WriteString("id", snapshot.Id);
        json.WriteString("at", snapshot.At.UtcDateTime);
        json.WriteEndObject();
    }

    static void WriteColumns(Utf8JsonWriter json, ReportOutput report)
    {
        json.WriteStartArray("columns");
        foreach (var column in report.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type.ToString());
            json.WriteString("description", column.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteRows(Utf8JsonWriter json, ReportOutput report)
    {
        json.WriteStartArray("rows");
        foreach (var row in report.Rows)
        {
            json.WriteStartObject();
            for (var index = 0; index < row.Length; index++)
                WriteCell(json, report.Columns[index].Name, row[index]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteCell(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case decimal number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case double:
                json.WriteNull(name);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case DateOnly date:
                json.WriteString(name, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                json.WriteString(name, DateTime.SpecifyKind(time, DateTimeKind.Utc));
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }
}
