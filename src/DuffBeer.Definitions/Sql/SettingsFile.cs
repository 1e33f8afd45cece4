using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

namespace DuffBeer.Definitions.Sql;

/// <summary>Reads <c>models/settings.txt</c>, one setting a line: <c>name = value  type  description</c>; lines with # are comments.</summary>
static class SettingsFile
{
    const string Name = "models/settings.txt";

    public static IReadOnlyDictionary<string, Setting> Read(DefinitionFolder folder, ICollection<DefinitionError> errors)
    {
        var settings = new Dictionary<string, Setting>();
        var path = Path.Combine(folder.Path, Name);
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        for (var index = 0; index < lines.Length; index++)
        {
            if (string.IsNullOrWhiteSpace(lines[index]) || lines[index].StartsWith('#'))
                continue;
            if (ReadLine(lines[index], out var mistake) is not { } setting)
                errors.Add(new(Name, index + 1, 1, mistake));
            else if (!settings.TryAdd(setting.Name, setting))
                errors.Add(new(Name, index + 1, 1, $"the setting {setting.Name} is there twice"));
        }

        return settings;
    }

    static Setting? ReadLine(string line, out string mistake)
    {
        mistake = $"expected 'name = value  type  description', found '{line}'";
        var sides = line.Split('=', 2, StringSplitOptions.TrimEntries);
        var words = sides.Length == 2 ? sides[1].Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
        if (words.Length < 3 || !SqlName.IsValid(sides[0]) || !LogicalType.TryParse(words[1], out var type))
            return null;
        if (TypedText.Read(type, words[0], out var expected) is { } value)
            return new(sides[0], value, words[2]);
        mistake = $"{sides[0]} is {expected}, not '{words[0]}'";
        return null;
    }
}
