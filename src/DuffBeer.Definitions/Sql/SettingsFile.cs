using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

namespace DuffBeer.Definitions.Sql;

/// <summary>Reads <c>models/settings.txt</c>, one setting per line; lines with # are comments.</summary>
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
            if (SettingLine.Read(lines[index], out var mistake) is not { } setting)
                errors.Add(new(Name, index + 1, 1, mistake!));
            else if (!settings.TryAdd(setting.Name, setting))
                errors.Add(new(Name, index + 1, 1, $"the setting {setting.Name} is set twice"));
        }

        return settings;
    }
}
