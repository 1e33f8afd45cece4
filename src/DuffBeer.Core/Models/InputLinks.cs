using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Models;

/// <summary>Reads and checks the header's <c>from:</c> and <c>whole:</c>, which say where a row comes from.</summary>
/// <remarks>
/// <c>from: fact_orders(product_id), dim_products(product_id) for description, duff_as_of(whole)</c>. A condition is <c>column</c>,
/// <c>column = own</c>, <c>column &gt;= own</c>, <c>column &lt;= own</c>, <c>column &lt; own</c>, <c>column &gt; own</c> or
/// <c>column in own by grain</c>; a value in quotes may stand for the row's column, and in a report a <c>{parameter}</c>. <c>column of
/// other by key</c> is a column of another model.
/// <c>unless All</c> behind a condition names a value that restricts nothing, <c>null Unknown</c> one that stands for null.
/// </remarks>
public static class InputLinks
{
    const string Shape = "expected input(column, …), input(column = own), input(all) or input(whole)";

    /// <summary>The header's keys.</summary>
    public static readonly IReadOnlyList<HeaderKey> Keys =
    [
        new(
            "from",
            "[Which rows](../guide/why.md#in-a-definition) of each input a row is made of. Without it, Why? has no answer"),
        new("whole", "Columns that depend on more rows than `from` names, such as ranks and shares"),
    ];

    /// <summary>Null if the header has no <c>from:</c>.</summary>
    public static IReadOnlyList<InputLink>? Read(DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        if (header["from"] is not { } entry)
            return null;
        var links = new List<InputLink>();
        foreach (var item in HeaderList.Items(entry.Value))
        {
            if (LinkOf(item) is { } link)
                links.Add(link with { Line = entry.Line });
            else
                errors.Add(new(header.File, entry.Line, 1, $"'{item}' does not say where rows come from: {Shape}"));
        }

        return links;
    }

    /// <summary>Checks that every input is named once, and that the row's columns and parameters exist.</summary>
    public static IEnumerable<string> Mistakes(
        IReadOnlyList<InputLink> links, SqlTemplate sql, IReadOnlyList<string> own, IReadOnlyList<string> parameters)
    {
        var inputs = sql.Refs.Concat(sql.Sources).ToList();
        foreach (var missing in inputs.Where(input => links.All(link => link.Input != input)))
            yield return $"from does not name {missing}, which the SELECT reads";
        foreach (var link in links)
        {
            if (!inputs.Contains(link.Input))
                yield return $"from names {link.Input}, which the SELECT does not read{LikelyName.Aside(link.Input, inputs)}";
            foreach (var unknown in link.Columns.Select(column => column.Own).Concat(link.Own).Except(own))
                yield return $"from {link.Input}: this SELECT has no column {unknown}{LikelyName.Aside(unknown, own)}";
            var given = link.IfGiven.Concat(link.Keys.Where(key => key.Source == LinkSource.Parameter).Select(key => key.Value));
            foreach (var unknown in given.Except(parameters))
                yield return $"from {link.Input}: there is no parameter {unknown}{LikelyName.Aside(unknown, parameters)}";
        }
    }

    /// <summary>Checks the columns of the inputs, and of the models that conditions name.</summary>
    /// <param name="columnsOf">The columns of a model or dataset; null if there is none of that name.</param>
    public static IEnumerable<DefinitionError> Check(
        string file, IReadOnlyList<InputLink>? links, Func<string, IReadOnlyList<TableColumn>?> columnsOf) =>
        from link in links ?? []
        from mistake in link.Keys.SelectMany(key => Mistakes(link, key, columnsOf)).Concat(Renamed(link, columnsOf))
        select new DefinitionError(file, link.Line, 1, $"from {link.Input}: {mistake}");

    static IEnumerable<string> Renamed(InputLink link, Func<string, IReadOnlyList<TableColumn>?> columnsOf) =>
        from column in link.Columns
        where column.Own != column.Input && columnsOf(link.Input) is { } known && known.All(other => other.Name != column.Input)
        select $"it has no column {column.Input}";

    static IEnumerable<string> Mistakes(InputLink link, LinkKey key, Func<string, IReadOnlyList<TableColumn>?> columnsOf)
    {
        if (columnsOf(link.Input) is not { } columns)
            yield break;
        if (key.Of is { } other)
        {
            if (columns.All(column => column.Name != key.By))
                yield return $"it has no column {key.By}";
            if (columnsOf(other) is not { } others)
            {
                yield return $"there is no model {other}";
                yield break;
            }

            if (others.All(column => column.Name != key.By))
                yield return $"{other} has no column {key.By}";
            columns = others;
        }

        if (columns.FirstOrDefault(column => column.Name == key.Column) is not { } compared)
            yield return $"{key.Of ?? link.Input} has no column {key.Column}"
                + LikelyName.Aside(key.Column, columns.Select(column => column.Name));
        else if (key.Source == LinkSource.Literal && TypedText.Read(compared.Type, key.Value, out var expected) is null)
            yield return $"'{key.Value}' is no value of {key.Column}, which must be {expected}";
    }

    static InputLink? LinkOf(string item)
    {
        var (open, close) = (item.IndexOf('('), item.LastIndexOf(')'));
        if (open < 1 || close < open || !SqlName.IsValid(item[..open].Trim()))
            return null;
        var texts = HeaderList.Items(item[(open + 1)..close]);
        var keys = texts is ["whole"] or ["all"] ? [] : texts.Select(KeyOf).ToList();
        if (texts.Count == 0 || keys.Contains(null))
            return null;
        InputLink? link = new(item[..open].Trim(), keys.OfType<LinkKey>().ToList(), texts is ["whole"]);
        var rest = HeaderList.Words(item[(close + 1)..]).ToList();
        while (link is not null && rest.Count > 0)
        {
            var end = rest.FindIndex(1, word => word is "for" or "if" or "when" or "lookup");
            var words = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[end..];
            link = words switch
            {
                ["for", _, ..] => ColumnsOf(words[1..]) is { } columns ? link with { Columns = columns } : null,
                ["if", "no", _, ..] => link with { IfNone = true, IfGiven = words[2..] },
                ["if", not "no", ..] => link with { IfGiven = words[1..] },
                ["when", var column, _, ..] => link with { When = new(column, [.. words[2..].Select(Unquoted)]) },
                ["lookup"] when link.Columns.Count > 0 => link with { IsLookup = true },
                _ => null,
            };
        }

        return link;
    }

    static List<LinkColumn>? ColumnsOf(List<string> words)
    {
        var columns = new List<LinkColumn>();
        for (var at = 0; at < words.Count; at++)
        {
            var isRenamed = at + 2 < words.Count && words[at + 1] == "=";
            columns.Add(new(words[at], isRenamed ? words[at + 2] : words[at]));
            at += isRenamed ? 2 : 0;
        }

        return columns.TrueForAll(column => SqlName.IsValid(column.Own) && SqlName.IsValid(column.Input)) ? columns : null;
    }

    static LinkKey? KeyOf(string text)
    {
        var words = HeaderList.Words(text).ToList();
        if (words.Count > 2 && words[^2] == "null")
            return KeyOf(string.Join(' ', words[..^2])) is { } key ? key with { NullAs = Unquoted(words[^1]) } : null;
        if (words.Count > 2 && words[^2] == "unless")
            return KeyOf(string.Join(' ', words[..^2])) is { } key ? key with { Unless = Unquoted(words[^1]) } : null;
        if (words is [var column, "of", var other, "by", var by, .. var rest])
        {
            return SqlName.IsValid(other) && SqlName.IsValid(by) && KeyOf(string.Join(' ', [column, .. rest])) is { } key
                ? key with { Of = other, By = by }
                : null;
        }

        return words switch
        {
            [var name] => KeyOf(name, LinkOperator.Equal, name),
            [var name, "=", var value] => KeyOf(name, LinkOperator.Equal, value),
            [var name, ">=", var value] => KeyOf(name, LinkOperator.AtLeast, value),
            [var name, "<=", var value] => KeyOf(name, LinkOperator.AtMost, value),
            [var name, "<", var value] => KeyOf(name, LinkOperator.Below, value),
            [var name, ">", var value] => KeyOf(name, LinkOperator.Above, value),
            [var name, "in", var value, "by", var grain] => KeyOf(name, LinkOperator.Within, value) is { } within
                ? within with { Grain = IsQuoted(grain) ? null : grain, Length = IsQuoted(grain) ? Unquoted(grain) : null }
                : null,
            _ => null,
        };
    }

    static LinkKey? KeyOf(string column, LinkOperator comparison, string value)
    {
        var source = value is ['{', .., '}'] ? LinkSource.Parameter : IsQuoted(value) ? LinkSource.Literal : LinkSource.Row;
        var name = source == LinkSource.Row ? value : value[1..^1];
        return SqlName.IsValid(column.TrimStart('_')) && (source == LinkSource.Literal || SqlName.IsValid(name))
            ? new(column, comparison, name, source)
            : null;
    }

    static bool IsQuoted(string word) => word is ['\'', .., '\''];

    static string Unquoted(string word) => IsQuoted(word) ? word[1..^1] : word;
}
