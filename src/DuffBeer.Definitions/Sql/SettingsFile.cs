using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

namespace DuffBeer.Definitions.Sql;

/// <summary>Reads <c>models/settings.txt</c>, one setting per line; lines with # are comments.</summary>
static class SettingsFile
{
    const string Name = "models/settings.txt";

    /// <summary>The settings of all folders; a later folder's overrides an earlier one's.</summary>
    public static IReadOnlyDictionary<string, Setting> Read(DefinitionFolder folder, ICollection<DefinitionError> errors)
    {
        var settings = new Dictionary<string, Setting>();
        foreach (var own in folder.All.Select(root => Read(root, folder.Shown(root, Name), errors)))
        {
            foreach (var (name, line) in own)
                settings[name] = line.Setting;
        }

        return settings;
    }

    /// <summary>The settings of which a later folder has another line.</summary>
    public static IEnumerable<OverriddenDefinition> Overridden(DefinitionFolder folder)
    {
        var winners = new Dictionary<string, DefinitionText>();
        foreach (var root in folder.All)
        {
            foreach (var (name, (_, line, text)) in Read(root, folder.Shown(root, Name), []))
            {
                var at = string.Create(CultureInfo.InvariantCulture, $"{folder.Shown(root, Name)}:{line}");
                var found = new DefinitionText(at, text) { Relative = Name, Folder = root, Name = name };
                if (winners.TryGetValue(name, out var before))
                    yield return new(before, found);
                winners[name] = found;
            }
        }
    }

    static Dictionary<string, Line> Read(string root, string shown, ICollection<DefinitionError> errors)
    {
        var settings = new Dictionary<string, Line>();
        var path = Path.Combine(root, Name);
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        for (var index = 0; index < lines.Length; index++)
        {
            if (string.IsNullOrWhiteSpace(lines[index]) || lines[index].StartsWith('#'))
                continue;
            if (SettingLine.Read(lines[index], out var mistake) is not { } setting)
                errors.Add(new(shown, index + 1, 1, mistake!));
            else if (!settings.TryAdd(setting.Name, new(setting, index + 1, lines[index])))
                errors.Add(new(shown, index + 1, 1, $"the setting {setting.Name} is set twice"));
        }

        return settings;
    }

    sealed record Line(Setting Setting, int Number, string Text);
}
