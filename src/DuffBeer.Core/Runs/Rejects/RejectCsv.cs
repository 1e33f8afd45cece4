using System.Text.RegularExpressions;
using CsvHelper;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Rejects;

/// <summary>
/// Rejected rows as CSV: the source's own columns, then the reasons. Text that a spreadsheet would take for a formula is escaped.
/// </summary>
/// <remarks>
/// A line with broken quotes, or one that was truncated, has no cells and appears only in the last column. <see cref="Unguarded"/> reverses
/// the escaping, so a cell that was not corrected keeps its value.
/// </remarks>
public static partial class RejectCsv
{
    const char Guard = '\'';

    static readonly CsvWriterOptions s_options = new() { NewLine = "\n" };

    /// <summary>The columns that follow the source's own.</summary>
    public static readonly IReadOnlyList<string> ReasonColumns = ["_code", "_row", "_byte", "_column", "_value", "_message", "_raw"];

    /// <param name="plan">Null if the source's columns are not known.</param>
    public static void WriteHeader(FilePlan? plan, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, s_options, leaveOpen: true);
        foreach (var name in (plan?.Shape.Header ?? []).Concat(ReasonColumns))
            WriteCell(csv, name);
        csv.EndRecord();
    }

    public static void Write(FilePlan? plan, IEnumerable<RejectRow> rejects, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, s_options, leaveOpen: true);
        foreach (var reject in rejects)
        {
            if (plan is not null)
                WriteCells(csv, plan, reject);
            csv.WriteField(reject.Code.ToString());
            csv.WriteField(reject.RowNumber);
            csv.WriteField(reject.Offset);
            WriteCell(csv, reject.Column ?? "");
            WriteCell(csv, reject.Value ?? "");
            WriteCell(csv, reject.Message);
            WriteCell(csv, reject.Raw);
            csv.EndRecord();
        }
    }

    /// <summary>The cell without its escape.</summary>
    public static string Unguarded(string cell) => LooksGuarded(cell) ? cell[1..] : cell;

    // Cells beyond the last column are not shown.
    static void WriteCells(CsvWriter csv, FilePlan plan, RejectRow reject)
    {
        var cells = RejectWording.MayBeCut(reject.Raw) ? [] : RawCells.Split(reject.Raw, plan.Shape.Dialect) ?? [];
        for (var index = 0; index < plan.Shape.Header.Count; index++)
            WriteCell(csv, index < cells.Count ? cells[index] : "");
    }

    static void WriteCell(CsvWriter csv, string cell)
    {
        if (LooksGuarded(cell) || MayBeFormula(cell))
            csv.WriteField(Guard + cell, CsvQuoting.Always);
        else
            csv.WriteField(cell);
    }

    /// <summary>A negative number is no formula and stays a number in a spreadsheet, whatever separates its digits.</summary>
    static bool MayBeFormula(string cell) =>
        cell.Length > 0 && s_options.InjectionCharacters.Contains(cell[0]) && !NegativeNumber().IsMatch(cell);

    /// <summary>Digits, or groups of three with one separator between them, and decimals.</summary>
    [GeneratedRegex(@"^-([0-9]+|[0-9]{1,3}(?<by>[.,'\u2019 \u00a0\u202f])[0-9]{3}(\k<by>[0-9]{3})*)([.,][0-9]+)?\z")]
    private static partial Regex NegativeNumber();

    static bool LooksGuarded(string cell)
    {
        var text = cell.AsSpan().TrimStart(Guard);
        return text.Length < cell.Length && !text.IsEmpty && s_options.InjectionCharacters.Contains(text[0]);
    }
}
