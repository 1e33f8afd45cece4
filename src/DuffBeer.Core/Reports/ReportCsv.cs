using System.Globalization;
using CsvHelper;

namespace DuffBeer.Core.Reports;

/// <summary>Writes a page as CSV. Text that a spreadsheet would take for a formula is guarded; negative numbers stay numbers.</summary>
public static class ReportCsv
{
    static readonly CsvWriterOptions s_options = new() { Injection = CsvInjection.Escape, NewLine = "\n" };

    /// <param name="withHeader">False for a page that goes on below another.</param>
    public static void Write(ReportResult result, TextWriter to, bool withHeader = true)
    {
        using var csv = CsvWriter.Create(to, s_options, leaveOpen: true);
        var columns = result.Report.Columns;
        if (withHeader)
            csv.WriteHeader([.. columns.Select(column => column.Name)]);
        foreach (var row in result.Rows)
        {
            for (var index = 0; index < columns.Count; index++)
                WriteCell(csv, columns[index].Type.Scale, row[index]);
            csv.EndRecord();
        }
    }

    static void WriteCell(CsvWriter csv, int scale, object? value)
    {
        var culture = CultureInfo.InvariantCulture;
        switch (value)
        {
            case null:
                csv.WriteField("");
                break;
            case int number:
                csv.WriteField(number, default, culture);
                break;
            case long number:
                csv.WriteField(number, default, culture);
                break;
            case decimal number:
                csv.WriteField(ReportCellText.AtScale(number, scale), default, culture);
                break;
            case double number:
                csv.WriteField(number, "R", culture);
                break;
            case DateOnly date:
                csv.WriteField(date, ReportCellText.DateFormat);
                break;
            case DateTime time:
                csv.WriteField(time, ReportCellText.TimeFormat);
                break;
            case bool flag:
                csv.WriteField(ReportCellText.Of(flag));
                break;
            default:
                csv.WriteField(value.ToString());
                break;
        }
    }
}
