using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Explain;

/// <summary>What is asked: one row of a report, and maybe one of its columns.</summary>
/// <param name="Row">Column → text of its value; together they must name one row.</param>
/// <param name="Column">Null for all columns.</param>
public sealed record WhyRequest(ReportRequest Report, IReadOnlyDictionary<string, string> Row, string? Column)
{
    /// <summary>Most source lines of a page.</summary>
    public const int MostLines = 1_000;

    /// <summary>Source lines of this page, 1 to <see cref="MostLines"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Continuation token of the page before; null for the first.</summary>
    public string? Next { get; init; }
}

/// <summary>Where a figure comes from.</summary>
/// <param name="Row">The report's row, one cell per column of the report.</param>
/// <param name="Levels">What is below it, the report's own models first and datasets last.</param>
/// <param name="Whole">Models of which all rows count, such as the one with the as-of date.</param>
/// <param name="TotalLines">Source rows of all pages.</param>
/// <param name="Next">Token of the next page; null on the last.</param>
public sealed record Explanation(
    WhyRequest Request,
    Snapshot Snapshot,
    IReadOnlyList<object?> Row,
    IReadOnlyList<WhyLevel> Levels,
    IReadOnlyList<string> Whole,
    IReadOnlyList<SourceLine> Lines,
    long TotalLines,
    string? Next)
{
    /// <summary>The columns of the report that depend on more rows than these.</summary>
    public IReadOnlyList<string> WholeColumns => Request.Report.Report.Whole;
}

/// <summary>The rows of one model or dataset.</summary>
/// <param name="Level">1 for what the report reads.</param>
/// <param name="Count">All rows.</param>
/// <param name="Rows">The first of them; none for a dataset, whose rows are <see cref="Explanation.Lines"/>.</param>
public sealed record WhyLevel(
    string Name, bool IsDataset, int Level, long Count, IReadOnlyList<TableColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>The columns that depend on more rows than those below, such as ranks and scores.</summary>
    public IReadOnlyList<string> WholeColumns { get; init; } = [];
}

/// <summary>One row of a dataset, and the line of the file that it was.</summary>
/// <param name="Key">Key of the file.</param>
/// <param name="Version">Version of the file.</param>
/// <param name="Offset">Byte at which the line begins, in the decoded file.</param>
/// <param name="Length">Bytes without the line break; null where the file is gone.</param>
/// <param name="LineNumber">1-based; null where the file is gone.</param>
/// <param name="Raw">The line; hidden columns are masked. Null where the file is gone.</param>
/// <param name="Gone">Why the line cannot be read; null if it was.</param>
/// <param name="Fate">What became of the row: kept, superseded, duplicate or filtered; null where no model says.</param>
/// <param name="Rule">The rule that left the row out; null if none did.</param>
/// <param name="Other">The later line of a superseded row, the earlier one of a duplicate.</param>
/// <param name="Cells">Where the file is gone, the row in the lake: column → text; null stays null.</param>
public sealed record SourceLine(
    string Dataset,
    string Run,
    string Key,
    string Version,
    long Offset,
    int? Length,
    long? LineNumber,
    string? Raw,
    string? Gone,
    string? Fate,
    string? Rule,
    LinePlace? Other,
    IReadOnlyDictionary<string, string?>? Cells);

/// <summary>Where a line is.</summary>
public sealed record LinePlace(string Run, string Key, long Offset)
{
    /// <summary>1-based; null where the file is gone.</summary>
    public long? LineNumber { get; init; }
}
