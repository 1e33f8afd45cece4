using CsvHelper;

namespace DuffBeer.Core.Runs;

/// <summary>Rejected rows as CSV: the source's own columns, then why. Text that a spreadsheet would take for a formula is guarded.</summary>
/// <remarks>A line whose quotes are broken has no cells; it is only in the last column.</remarks>
public static class RejectCsv
{
    static readonly CsvWriterOptions s_options = new() { Injection = CsvInjection.Escape, NewLine = "\n" };

    /// <summary>What follows the source's own columns.</summary>
    public static readonly IReadOnlyList<string> ReasonColumns = ["_code", "_row", "_byte", "_column", "_value", "_message", "_raw"];

    /// <param name="plan">Null: the source's columns are not known.</param>
    public static void WriteHeader(FilePlan? plan, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, s_options, leaveOpen: true);
        csv.WriteHeader([.. plan?.Shape.Header ?? [], .. ReasonColumns]);
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
            csv.WriteField(reject.Column);
            csv.WriteField(reject.Value);
            csv.WriteField(reject.Message);
            csv.WriteField(reject.Raw);
            csv.EndRecord();
        }
    }

    // A row with too many cells shows those that have a column.
    static void WriteCells(CsvWriter csv, FilePlan plan, RejectRow reject)
    {
        var cells = RawCells.Split(reject.Raw, plan.Shape.Dialect) ?? [];
        for (var index = 0; index < plan.Shape.Header.Count; index++)
            csv.WriteField(index < cells.Count ? cells[index] : "");
    }
}
