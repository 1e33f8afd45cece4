using System.Globalization;
using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;

namespace DuffBeer.Local.Workspaces;

/// <summary>Turns the engine's message about a definition into a mistake of its file, with the name that was probably meant.</summary>
/// <param name="textOf">Finds the text of a file; null if it is not known.</param>
sealed partial class EngineFaults(Func<string, string?> textOf, SqlScope scope)
{
    public DefinitionError Of(string file, SqlTemplate sql, string message)
    {
        var lines = (textOf(file) ?? "").ReplaceLineEndings("\n").Split('\n');
        var near = LineOf().Match(message) is { Success: true } found
            ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
            : sql.FirstLine;
        if (Name().Match(message) is not { Success: true } named)
            return new(file, Math.Max(1, near), 1, Plain(message));

        var name = named.Groups["name"].Value;
        var kind = named.Groups["kind"].Value.ToLowerInvariant();
        var (line, column) = Find(lines, name, near, sql.FirstLine);
        var inHeader = line < sql.FirstLine;
        var known = KnownNames(sql, kind, inHeader ? message : "");
        return new(file, line, column, kind switch
        {
            "column" or "table" when inHeader =>
                $"the header declares the column {name}, but the SELECT returns no such column{LikelyName.Aside(name, known)}",
            "column" => $"there is no column {name}{LikelyName.Aside(name, known)}",
            "function" => $"{Plain(message)}",
            _ => $"there is no table {name}{LikelyName.Aside(name, known)}: read a model with {{{{ ref('…') }}}} and a dataset with "
                + "{{ source('…') }}",
        });
    }

    /// <summary>The names that may be meant by an unknown one.</summary>
    List<string> KnownNames(SqlTemplate sql, string kind, string message)
    {
        if (message.Length > 0)
            return [.. Quoted().Matches(Candidates().Match(message).Value).Select(match => match.Groups[1].Value)];
        var relations = sql.Refs.Select(name => scope.Models[name]).Concat(sql.Sources.Select(name => scope.Datasets[name])).ToList();
        return kind == "column"
            ? [.. relations.SelectMany(relation => relation.Columns).Select(column => column.Name).Distinct()]
            : [.. relations.Select(relation => relation.Name)];
    }

    // The engine counts the lines of the rendered SELECT. A template may render to several, so the name decides.
    static (int Line, int Column) Find(string[] lines, string name, int near, int firstLine)
    {
        var word = new Regex($@"(?<![\w'])(?:{Regex.Escape(name)})(?!\w)", RegexOptions.IgnoreCase);
        var places = lines.Index()
            .Select(line => (Line: line.Index + 1, Match: word.Match(line.Item)))
            .Where(place => place.Match.Success && (near >= firstLine) == (place.Line >= firstLine))
            .OrderBy(place => Math.Abs(place.Line - near))
            .ToList();
        return places.Count > 0 ? (places[0].Line, places[0].Match.Index + 1) : (Math.Max(1, near), 1);
    }

    /// <summary>The message without the engine's picture of the place, on one line.</summary>
    static string Plain(string message) =>
        string.Join(' ', message.Split('\n').TakeWhile(line => !LineOf().IsMatch(line)).Select(line => line.Trim())).Trim();

    [GeneratedRegex(@"\bLINE (-?\d+):")]
    private static partial Regex LineOf();

    [GeneratedRegex(
        "(?<kind>[Cc]olumn|[Tt]able|[Ff]unction)(?: with name)? \"?(?<name>\\w+)\"? (?:not found|does not exist)"
            + "|does not have a (?<kind>column) named \"(?<name>\\w+)\"")]
    private static partial Regex Name();

    /// <summary>The engine lists them on one line, without the picture of the place below it.</summary>
    [GeneratedRegex("Candidate bindings: .*")]
    private static partial Regex Candidates();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();
}
