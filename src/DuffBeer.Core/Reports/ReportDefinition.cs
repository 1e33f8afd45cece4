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
    public required IReadOnlyList<ReportColumn> Columns { get; init; }
    public required IReadOnlyList<string> Sortable { get; init; }

    /// <summary>Headline columns, keys first: a narrow table shows these and leaves out others. Empty: the first columns.</summary>
    public IReadOnlyList<string> Show { get; init; } = [];

    /// <summary>Currency of the columns of money: a code such as USD, a setting that has it, or empty where it is not known.</summary>
    public string Currency { get; init; } = "";

    /// <summary>The periods of the rows; null if the header names none.</summary>
    public ReportPeriod? Period { get; init; }

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

    /// <summary>Which rows of its models a row is made of; null if the header does not say.</summary>
    public IReadOnlyList<InputLink>? From { get; init; }

    /// <summary>Columns that depend on more rows than <see cref="From"/> names.</summary>
    public IReadOnlyList<string> Whole { get; init; } = [];

    /// <summary>The columns that identify a row to <c>why</c>; null if the header does not say where rows come from.</summary>
    public IReadOnlyList<string>? WhyBy => From is null
        ? null
        : [.. From.SelectMany(link => link.Own).Distinct()];
    public required string Text { get; init; }
    public required string File { get; init; }

    /// <summary>16 hex digits of the file's hash: part of the ETag.</summary>
    public required string Hash { get; init; }

    /// <summary>Whether a narrow table or a tile shows the column.</summary>
    public bool IsHeadline(ReportColumn column) => Show.Contains(column.Name);

    /// <summary>ISO code; null where the column is not money, or its currency is not known.</summary>
    public string? CurrencyOf(ReportColumn column) =>
        column.Unit == ReportUnit.Money && Currency.Length == 3 && Currency.All(char.IsAsciiLetterUpper) ? Currency : null;

    /// <summary>The report as the file has it; null if this is it.</summary>
    ReportDefinition? Written { get; init; }

    /// <summary>The texts with the values of settings, where the file has their names.</summary>
    public ReportDefinition Described(IReadOnlyDictionary<string, SqlValue> settings)
    {
        var written = Written ?? this;
        return written with
        {
            Description = SettingText.Of(written.Description, settings),
            Columns = [.. written.Columns.Select(column => column.Described(settings))],
            Currency = SettingText.Of(written.Currency, settings),
            Written = written,
        };
    }
}
