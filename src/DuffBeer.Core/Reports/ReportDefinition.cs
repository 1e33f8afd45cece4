using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Reports;

/// <summary>One column to sort by.</summary>
public sealed record SortKey(string Column, bool Descending)
{
    /// <summary>Reads <c>column</c>, <c>-column</c>, <c>column asc</c> or <c>column desc</c>; null where it is none of these.</summary>
    public static SortKey? Read(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [['-', .. var column]] => new(column, true),
            [var column] => new(column, false),
            [var column, "asc"] => new(column, false),
            [var column, "desc"] => new(column, true),
            _ => null,
        };
    }
}

/// <summary>A question that people and programs may ask of the models: one SELECT with checked parameters.</summary>
public sealed record ReportDefinition
{
    /// <summary>Most rows of one page.</summary>
    public const int MostRows = 10_000;

    public required string Name { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public required string Domain { get; init; }

    /// <summary>The model that the rows come from first of all.</summary>
    public required string Model { get; init; }
    public required IReadOnlyList<ReportParameter> Parameters { get; init; }
    public required IReadOnlyList<TableColumn> Columns { get; init; }
    public required IReadOnlyList<string> Sortable { get; init; }

    /// <summary>The order where none is asked for; it also breaks the ties of an order that is.</summary>
    public required IReadOnlyList<SortKey> Order { get; init; }

    /// <summary>Rows of a page where the caller names no limit.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>How long an answer stays right, in words; the snapshot's id is always part of its tag.</summary>
    public string Cache { get; init; } = "";

    /// <summary>How a dashboard may draw it, such as <c>bar(product_id, gross_sales)</c>.</summary>
    public string Chart { get; init; } = "";

    /// <summary>After every refresh it is written to the lake as CSV, whole.</summary>
    public bool IsExported { get; init; }
    public required SqlTemplate Sql { get; init; }
    public required string Text { get; init; }
    public required string File { get; init; }

    /// <summary>16 hex digits over the file: part of an answer's tag.</summary>
    public required string Hash { get; init; }
}
