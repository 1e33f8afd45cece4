using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>One column to sort by.</summary>
public sealed record SortKey(string Column, bool Descending)
{
    /// <summary>Reads <c>column</c>, <c>-column</c>, <c>column asc</c> or <c>column desc</c>; null for anything else.</summary>
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

/// <summary>A query over the models: one SELECT with checked parameters.</summary>
public sealed record ReportDefinition
{
    /// <summary>Maximum rows per page.</summary>
    public const int MostRows = 10_000;

    public required string Name { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public required string Domain { get; init; }

    /// <summary>The main model of the rows.</summary>
    public required string Model { get; init; }
    public required IReadOnlyList<ReportParameter> Parameters { get; init; }
    public required IReadOnlyList<TableColumn> Columns { get; init; }
    public required IReadOnlyList<string> Sortable { get; init; }

    /// <summary>Headline columns, keys first: a narrow table shows these and leaves out others. Empty: the first columns.</summary>
    public IReadOnlyList<string> Show { get; init; } = [];

    /// <summary>Columns that are shares, with 1 for 100 %: tables show them as percentages.</summary>
    public IReadOnlyList<string> Percent { get; init; } = [];

    /// <summary>The default order, which also breaks the ties of a requested order.</summary>
    public required IReadOnlyList<SortKey> Order { get; init; }

    /// <summary>Rows per page if the caller gives no limit.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>How long a result stays valid, in words; the snapshot's id is always part of the ETag.</summary>
    public string Cache { get; init; } = "";

    /// <summary>Suggested chart, such as <c>bar(product_id, gross_sales)</c>.</summary>
    public string Chart { get; init; } = "";

    /// <summary>True to write the whole report to the lake as CSV after every refresh.</summary>
    public bool IsExported { get; init; }
    public required SqlTemplate Sql { get; init; }
    public required string Text { get; init; }
    public required string File { get; init; }

    /// <summary>16 hex digits of the file's hash: part of the ETag.</summary>
    public required string Hash { get; init; }

    /// <summary>The report with only these columns, in this order.</summary>
    /// <exception cref="TerminalException"><c>BadRequest</c>: a name is unknown.</exception>
    public ReportDefinition With(IReadOnlyList<string> columns)
    {
        var known = Columns.ToDictionary(column => column.Name);
        foreach (var unknown in columns.Where(name => !known.ContainsKey(name)))
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"{Name} has no column '{unknown}'.{LikelyName.Hint(unknown, known.Keys)} Columns are {string.Join(", ", known.Keys)}.");
        return this with { Columns = [.. columns.Distinct().Select(name => known[name])], Show = [], Written = Written?.With(columns) };
    }

    /// <summary>The report as the file has it; null if this is it.</summary>
    ReportDefinition? Written { get; init; }

    /// <summary>The texts with the values of settings, where the file has their names.</summary>
    public ReportDefinition Described(IReadOnlyDictionary<string, SqlValue> settings)
    {
        var written = Written ?? this;
        return written with
        {
            Description = SettingText.Of(written.Description, settings),
            Columns = SettingText.Of(written.Columns, settings),
            Written = written,
        };
    }
}
