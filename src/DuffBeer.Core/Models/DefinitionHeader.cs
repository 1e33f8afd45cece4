using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models;

public sealed record HeaderLine(int Line, string Text);

/// <summary>A key of a header and its lines: the rest of its own line, then the indented lines below.</summary>
public sealed record HeaderEntry(string Key, int Line, IReadOnlyList<HeaderLine> Lines)
{
    public string Value => string.Join(' ', Lines.Select(line => line.Text));
}

/// <summary>The comment at the top of a definition: <c>-- key: value</c> lines, an empty line, then prose. The SQL follows.</summary>
public sealed partial class DefinitionHeader
{
    readonly Dictionary<string, HeaderEntry> _entries = [];

    DefinitionHeader(string file) => File = file;

    public string File { get; }

    /// <summary>The prose below the keys, as one paragraph.</summary>
    public string Prose { get; private set; } = "";
    public string Sql { get; private set; } = "";

    /// <summary>Line of the file on which <see cref="Sql"/> begins.</summary>
    public int SqlLine { get; private set; } = 1;

    public HeaderEntry? this[string key] => _entries.GetValueOrDefault(key);

    public string? Text(string key) => this[key]?.Value;

    /// <summary>Splits a file into header and SQL; <paramref name="keys"/> are the allowed keys, and the first is required.</summary>
    public static DefinitionHeader Read(string file, string text, IReadOnlyList<HeaderKey> keys, ICollection<DefinitionError> errors)
    {
        var header = new DefinitionHeader(file);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var count = lines.TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)).Count();
        var comments = lines[..count].Select((line, index) => new HeaderLine(index + 1, line[2..].TrimEnd())).ToList();
        var proseAt = comments.FindIndex(line => line.Text.Length == 0);

        header.ReadEntries(proseAt < 0 ? comments : comments[..proseAt], keys, errors);
        header.Prose = proseAt < 0
            ? ""
            : string.Join(' ', comments[proseAt..].Select(line => line.Text.Trim()).Where(line => line.Length > 0));
        header.Sql = string.Join('\n', lines[count..]);
        header.SqlLine = count + 1;
        if (header[keys[0].Name] is null)
            errors.Add(new(file, 1, 1, $"the file must begin with '-- {keys[0].Name}: name'"));
        return header;
    }

    /// <summary>The entry's value, which is required.</summary>
    public string Required(string key, ICollection<DefinitionError> errors)
    {
        if (Text(key) is { Length: > 0 } value)
            return value;
        errors.Add(new(File, this[key]?.Line ?? 1, 1, $"the header lacks {key}: add a line '-- {key}: …'"));
        return "";
    }

    void ReadEntries(List<HeaderLine> comments, IReadOnlyList<HeaderKey> keys, ICollection<DefinitionError> errors)
    {
        List<HeaderLine>? open = null;
        List<string> names = [.. keys.Select(key => key.Name)];
        foreach (var (line, text) in comments)
        {
            var match = KeyLine().Match(text);
            if (match.Success)
            {
                var key = match.Groups[1].Value;
                open = match.Groups[2].Length == 0 ? [] : [new(line, match.Groups[2].Value)];
                if (!names.Contains(key))
                    errors.Add(new(File, line, 1, $"the header has the unknown key '{key}': expected {string.Join(", ", names)}"));
                else if (!_entries.TryAdd(key, new(key, line, open)))
                    errors.Add(new(File, line, 1, $"the header has {key} twice"));
            }
            else if (open is not null && text.StartsWith("  ", StringComparison.Ordinal))
            {
                open.Add(new(line, text.Trim()));
            }
            else
            {
                errors.Add(
                    new(
                        File,
                        line,
                        1,
                        "expected '-- key: value', a line indented by two spaces that belongs to the key above, or an empty '--' before "
                            + "the description"));
            }
        }
    }

    [GeneratedRegex(@"\A ([a-z][a-z ]*):\s*(.*)\z")]
    private static partial Regex KeyLine();
}
