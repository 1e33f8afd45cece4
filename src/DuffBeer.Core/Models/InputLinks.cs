using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models;

/// <summary>Reads and checks the header's <c>from:</c> and <c>whole:</c>, which say where a row comes from.</summary>
/// <remarks>
/// <c>from: fact_orders(product_id), dim_products(product_id) for description, duff_as_of(whole)</c>. A condition is <c>column</c>,
/// <c>column = own</c>, <c>column &gt;= own</c> or <c>column &lt;= own</c>, and in a report also <c>column = {parameter}</c> and
/// <c>column in own by grain</c>. <c>unless All</c> behind it names a value that restricts nothing,
/// <c>null Unknown</c> one that stands for null.
/// </remarks>
public static class InputLinks
{
    const string Shape = "expected input(column, …), input(column = own) or input(whole)";

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
                yield return $"from names {link.Input}, which the SELECT does not read";
            var columns = link.Columns.Concat(link.Keys.Where(key => !key.IsParameter).Select(key => key.Value))
                .Concat(link.Keys.Select(key => key.Grain).OfType<string>());
            foreach (var unknown in columns.Except(own))
                yield return $"from {link.Input}: there is no column {unknown}";
            var given = link.IfGiven.Concat(link.Keys.Where(key => key.IsParameter).Select(key => key.Value));
            foreach (var unknown in given.Except(parameters))
                yield return $"from {link.Input}: there is no parameter {unknown}";
        }
    }

    /// <summary>Checks the columns of the inputs.</summary>
    /// <param name="columnsOf">The columns of a model or dataset; null if there is none of that name.</param>
    public static IEnumerable<DefinitionError> Check(
        string file, IReadOnlyList<InputLink>? links, Func<string, IReadOnlyList<string>?> columnsOf) =>
        from link in links ?? []
        let columns = columnsOf(link.Input)
        where columns is not null
        from key in link.Keys
        where !columns.Contains(key.Column)
        select new DefinitionError(file, link.Line, 1, $"from {link.Input}: it has no column {key.Column}");

    static InputLink? LinkOf(string item)
    {
        var (open, close) = (item.IndexOf('('), item.LastIndexOf(')'));
        if (open < 1 || close < open || !SqlName.IsValid(item[..open].Trim()))
            return null;
        var texts = HeaderList.Items(item[(open + 1)..close]);
        var keys = texts is ["whole"] ? [] : texts.Select(KeyOf).ToList();
        if (texts.Count == 0 || keys.Contains(null))
            return null;
        var link = new InputLink(item[..open].Trim(), keys.OfType<LinkKey>().ToList(), texts is ["whole"]);
        var rest = HeaderList.Words(item[(close + 1)..]);
        var condition = rest.ToList().IndexOf("if");
        var columns = condition < 0 ? rest : [.. rest.Take(condition)];
        var given = condition < 0 ? [] : rest.Skip(condition + 1).ToList();
        if (columns is not [] and not ["for", _, ..] || (condition >= 0 && given is [] or ["no"]))
            return null;
        return link with
        {
            Columns = [.. columns.Skip(1)],
            IfNone = given is ["no", ..],
            IfGiven = [.. given is ["no", ..] ? given.Skip(1) : given],
        };
    }

    static LinkKey? KeyOf(string text)
    {
        var words = HeaderList.Words(text);
        if (words.Count > 2 && words[^2] == "null")
            return KeyOf(string.Join(' ', words.Take(words.Count - 2))) is { } key ? key with { NullAs = words[^1] } : null;
        string? unless = null;
        if (words.Count > 2 && words[^2] == "unless")
            (words, unless) = ([.. words.Take(words.Count - 2)], words[^1]);
        return words switch
        {
            [var column] => KeyOf(column, LinkOperator.Equal, column, unless),
            [var column, "=", var value] => KeyOf(column, LinkOperator.Equal, value, unless),
            [var column, ">=", var value] => KeyOf(column, LinkOperator.AtLeast, value, unless),
            [var column, "<=", var value] => KeyOf(column, LinkOperator.AtMost, value, unless),
            [var column, "in", var value, "by", var grain] => KeyOf(column, LinkOperator.Within, value, unless) is { } within
                ? within with { Grain = grain }
                : null,
            _ => null,
        };
    }

    static LinkKey? KeyOf(string column, LinkOperator comparison, string value, string? unless)
    {
        var isParameter = value.StartsWith('{') && value.EndsWith('}');
        var name = isParameter ? value[1..^1] : value;
        return SqlName.IsValid(column.TrimStart('_')) && SqlName.IsValid(name)
            ? new(column, comparison, name, isParameter) { Unless = unless }
            : null;
    }
}
