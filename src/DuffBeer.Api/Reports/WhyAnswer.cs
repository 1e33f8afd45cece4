using DuffBeer.Api.OpenApi;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Reports;

namespace DuffBeer.Api.Reports;

/// <summary>Where a figure comes from. Cells are texts as in CSV; null stays null.</summary>
/// <param name="Column">The column that was asked for; null for all.</param>
/// <param name="Row">The report's row: column → value.</param>
/// <param name="Levels">What is below the row: models first, then datasets.</param>
/// <param name="AllRowsOf">Models of which all rows count, such as the one with the as-of date.</param>
/// <param name="DependOnMore">Columns of the report that depend on more rows than these, such as ranks and shares.</param>
/// <param name="TotalLines">Source lines of all pages.</param>
/// <param name="Next">Token of the next page; null on the last.</param>
/// <param name="Proof">Only with <c>duffbeer why --prove</c>.</param>
public sealed record WhyAnswer(
    string Report,
    string Title,
    string Snapshot,
    string? Column,
    [property: NullTexts] IReadOnlyDictionary<string, string?> Row,
    IReadOnlyList<WhyLevelAnswer> Levels,
    IReadOnlyList<string> AllRowsOf,
    IReadOnlyList<string> DependOnMore,
    long TotalLines,
    IReadOnlyList<WhyLineAnswer> Lines,
    string? Next,
    WhyProofAnswer? Proof)
{
    public static WhyAnswer Of(Explanation why, WhyProof? proof = null)
    {
        var report = why.Request.Report.Report;
        return new(
            report.Name, report.Title, why.Snapshot.Id, why.Request.Column,
            report.Columns.Zip(why.Row).ToDictionary(cell => cell.First.Name, cell => Text(cell.First.Type, cell.Second)),
            [.. why.Levels.Select(WhyLevelAnswer.Of)],
            why.Whole, why.WholeColumns, why.TotalLines, [.. why.Lines.Select(WhyLineAnswer.Of)], why.Next,
            proof is null ? null : WhyProofAnswer.Of(proof));
    }

    internal static string? Text(LogicalType type, object? value) => value is null ? null : ReportCellText.Of(type, value);
}

/// <param name="Kind">model or dataset.</param>
/// <param name="Level">1 for what the report reads, one more for each step below.</param>
/// <param name="Count">All rows.</param>
/// <param name="Rows">The first rows of a model; the rows of a dataset are the lines.</param>
/// <param name="DependOnMore">Columns of the model that depend on more rows than those below, such as ranks and scores.</param>
public sealed record WhyLevelAnswer(
    string Name, string Kind, int Level, long Count, IReadOnlyList<string> Columns,
    [property: NullTexts] IReadOnlyList<IReadOnlyList<string?>> Rows,
    IReadOnlyList<string> DependOnMore)
{
    public static WhyLevelAnswer Of(WhyLevel level) => new(
        level.Name, level.IsDataset ? "dataset" : "model", level.Level, level.Count, [.. level.Columns.Select(column => column.Name)],
        [.. level.Rows.Select(row => level.Columns.Select((column, index) => WhyAnswer.Text(column.Type, row[index])).ToList())],
        level.WholeColumns);
}

/// <summary>A line of a source file.</summary>
/// <param name="File">Key of the file.</param>
/// <param name="Line">1-based number; null where the file is gone.</param>
/// <param name="Offset">Byte at which it begins, in the decoded file.</param>
/// <param name="Length">Bytes without the line break; null where the file is gone.</param>
/// <param name="Raw">The line, with hidden columns masked; null where the file is gone.</param>
/// <param name="Gone">Why the line cannot be read; null if it was.</param>
/// <param name="Fate">kept, superseded, duplicate or filtered; null where no model says.</param>
/// <param name="Rule">The rule that left the row out; null if none did.</param>
/// <param name="Other">The later line of a superseded row, the earlier one of a duplicate.</param>
/// <param name="Cells">Where the file is gone, the row in the lake.</param>
public sealed record WhyLineAnswer(
    string Dataset, string Run, string File, string Version, long? Line, long Offset, int? Length, string? Raw, string? Gone,
    string? Fate, string? Rule, WhyPlaceAnswer? Other, [property: NullTexts] IReadOnlyDictionary<string, string?>? Cells)
{
    public static WhyLineAnswer Of(SourceLine line) => new(
        line.Dataset, line.Run, line.Key, line.Version, line.LineNumber, line.Offset, line.Length, line.Raw, line.Gone,
        line.Fate, line.Rule,
        line.Other is { } other ? new(other.Run, other.Key, other.LineNumber, other.Offset) : null,
        line.Cells);
}

/// <param name="Line">1-based number; null where the file is gone.</param>
public sealed record WhyPlaceAnswer(string Run, string File, long? Line, long Offset);

/// <summary>The figures of a row, computed again from the bytes of the files.</summary>
/// <param name="Holds">All figures that can be compared are equal.</param>
/// <param name="Given">
/// Models that were taken as they are, such as the one with the as-of date, and of others the columns in brackets, such as ranks.
/// </param>
public sealed record WhyProofAnswer(bool Holds, long Lines, IReadOnlyList<WhyProvedAnswer> Cells, IReadOnlyList<string> Given)
{
    public static WhyProofAnswer Of(WhyProof proof) => new(
        proof.Holds, proof.Lines,
        [.. proof.Cells.Select(cell => new WhyProvedAnswer(cell.Column, cell.Shown, cell.Computed, cell.Holds, cell.IsWhole))],
        proof.Given);
}

/// <param name="DependsOnMore">The column depends on more rows than these, so it is not compared.</param>
public sealed record WhyProvedAnswer(string Column, string Shown, string Computed, bool Holds, bool DependsOnMore);
