namespace DuffBeer.Core.Models;

/// <summary>Which rows of one input a row is made of, as the header's <c>from:</c> says.</summary>
/// <param name="Input">A model or a dataset that the SELECT reads.</param>
/// <param name="Keys">What the input's rows have in common with the row.</param>
/// <param name="IsWhole">Every row depends on all rows of the input, as on the model with the as-of date; they are not followed.</param>
public sealed record InputLink(string Input, IReadOnlyList<LinkKey> Keys, bool IsWhole)
{
    /// <summary>Only rows with one of some values in one column are made of the input; null if all are.</summary>
    public LinkCase? When { get; init; }

    /// <summary>The row's columns that the input supplies, each with the input's name for it; empty for all columns.</summary>
    public IReadOnlyList<LinkColumn> Columns { get; init; } = [];

    /// <summary>Parameters of a report that decide whether the input is read; empty if it always is.</summary>
    public IReadOnlyList<string> IfGiven { get; init; } = [];

    /// <summary>The input is read if none of <see cref="IfGiven"/> has a value, instead of any.</summary>
    public bool IfNone { get; init; }

    /// <summary>
    /// Names and the like: the input's rows are shown and, unless one of <see cref="Columns"/> is asked for, taken as they are.
    /// </summary>
    public bool IsLookup { get; init; }

    /// <summary>Line of the header.</summary>
    public int Line { get; init; } = 1;

    /// <summary>The row's columns by which the rows of the input are found.</summary>
    public IEnumerable<string> Own => Compared.Concat(When is null ? [] : [When.Column]).Distinct();

    /// <summary>The row's columns that are compared with columns of the input.</summary>
    public IEnumerable<string> Compared => Keys.Where(key => key.Source == LinkSource.Row).Select(key => key.Value)
        .Concat(Keys.Select(key => key.Grain).OfType<string>())
        .Distinct();

    /// <summary>Whether the input supplies one of these columns; null asks for any.</summary>
    public bool Supplies(IReadOnlySet<string>? columns) =>
        columns is null || Columns.Count == 0 || Columns.Any(column => columns.Contains(column.Own));
}

/// <summary>A column that an input supplies.</summary>
/// <param name="Own">Its name in the row.</param>
/// <param name="Input">Its name in the input.</param>
public sealed record LinkColumn(string Own, string Input);

/// <summary>The row's column has one of the values.</summary>
public sealed record LinkCase(string Column, IReadOnlyList<string> Values);

/// <summary>How a column of an input relates to a value.</summary>
public enum LinkOperator { Equal, AtLeast, AtMost, Below, Above, Within }

/// <summary>What a column of an input is compared with: a column of the row, a parameter of the report, or a value in the header.</summary>
public enum LinkSource { Row, Parameter, Literal }

/// <summary>One condition of a link: a column of the input, and what it is compared with.</summary>
/// <param name="Value">A column of the row, a parameter of the report, or the text of a value.</param>
public sealed record LinkKey(string Column, LinkOperator Operator, string Value, LinkSource Source)
{
    /// <summary>The model that has <see cref="Column"/> in place of the input; null for the input itself.</summary>
    public string? Of { get; init; }

    /// <summary>The column by which rows of <see cref="Of"/> belong to rows of the input; both have it.</summary>
    public string? By { get; init; }

    /// <summary>A value that means no restriction, such as All; the word <c>null</c> stands for null. Null if there is none.</summary>
    public string? Unless { get; init; }

    /// <summary>A value of the row that stands for null in the input, such as Unknown; null if none does.</summary>
    public string? NullAs { get; init; }

    /// <summary>For <see cref="LinkOperator.Within"/>: the row's column that names the length of the period.</summary>
    public string? Grain { get; init; }

    /// <summary>For <see cref="LinkOperator.Within"/>, in place of <see cref="Grain"/>: day, week, month, quarter or year.</summary>
    public string? Length { get; init; }
}
