namespace DuffBeer.Core.Models;

/// <summary>Which rows of one input a row is made of, as the header's <c>from:</c> says.</summary>
/// <param name="Input">A model or a dataset that the SELECT reads.</param>
/// <param name="Keys">What the input's rows have in common with the row.</param>
/// <param name="IsWhole">Every row depends on all rows of the input, as on the model with the as-of date.</param>
public sealed record InputLink(string Input, IReadOnlyList<LinkKey> Keys, bool IsWhole)
{
    /// <summary>The columns that the input supplies; empty for all columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Parameters of a report that decide whether the input is read; empty if it always is.</summary>
    public IReadOnlyList<string> IfGiven { get; init; } = [];

    /// <summary>The input is read if none of <see cref="IfGiven"/> has a value, instead of any.</summary>
    public bool IfNone { get; init; }

    /// <summary>Line of the header.</summary>
    public int Line { get; init; } = 1;

    /// <summary>Whether the input supplies a column; null asks for any.</summary>
    public bool Supplies(string? column) => column is null || Columns.Count == 0 || Columns.Contains(column);
}

/// <summary>How a column of an input relates to a value.</summary>
public enum LinkOperator { Equal, AtLeast, AtMost, Within }

/// <summary>One condition of a link: a column of the input, and the row's column or the parameter that it is compared with.</summary>
/// <param name="Value">A column of the row, or a parameter of the report.</param>
public sealed record LinkKey(string Column, LinkOperator Operator, string Value, bool IsParameter)
{
    /// <summary>A value that means no restriction, such as All; the word <c>null</c> stands for null. Null if there is none.</summary>
    public string? Unless { get; init; }

    /// <summary>A value of the row that stands for null in the input, such as Unknown; null if none does.</summary>
    public string? NullAs { get; init; }

    /// <summary>For <see cref="LinkOperator.Within"/>: the row's column that names the length of the period.</summary>
    public string? Grain { get; init; }
}
