using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>Every setting of the definitions, and its value under an operator's choices.</summary>
/// <remarks>Choices are stored as the operator's text, by name; a snapshot carries those that it was built with.</remarks>
public sealed class SettingCatalog(IEnumerable<Setting> settings)
{
    readonly SortedDictionary<string, Setting> _settings = new(settings.ToDictionary(setting => setting.Name), StringComparer.Ordinal);

    public IReadOnlyCollection<Setting> All => _settings.Values;

    /// <summary>A value for every setting: the chosen one, or else the default.</summary>
    /// <exception cref="TerminalException"><c>BadRequest</c>: a chosen value is not, or no longer, allowed.</exception>
    public IReadOnlyDictionary<string, SqlValue> Values(IReadOnlyDictionary<string, string> chosen) =>
        _settings.ToDictionary(
            setting => setting.Key,
            setting => chosen.TryGetValue(setting.Key, out var text) ? Read(setting.Value, text) : setting.Value.Default);

    /// <summary>The previous choices with changes; an empty text restores the default. Choices of removed settings are dropped.</summary>
    /// <exception cref="TerminalException"><c>BadRequest</c>: no such setting, or the value is not allowed.</exception>
    public IReadOnlyDictionary<string, string> Choose(
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> changes)
    {
        if (changes.Keys.FirstOrDefault(name => !_settings.ContainsKey(name)) is { } unknown)
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"There is no setting '{unknown}'.{LikelyName.Hint(unknown, _settings.Keys)} "
                    + (_settings.Count == 0 ? "There are none." : $"Settings are {string.Join(", ", _settings.Keys)}."));

        var chosen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in before.Where(choice => _settings.ContainsKey(choice.Key)).Concat(changes))
        {
            chosen.Remove(name);
            if (text.Length > 0)
                chosen.Add(name, Text(Read(_settings[name], text)));
        }

        return chosen;
    }

    static SqlValue Read(Setting setting, string text) => setting.Rule.Read(setting.Name, text, out var mistake)
        ?? throw new TerminalException(
            ProblemCode.BadRequest, $"{mistake}. Choose another value, or an empty one to restore the default.");

    // Numbers are normalised, so that 1.0 and 1.00 are the same choice; dates keep their form.
    static string Text(SqlValue value) => value.Value is DateOnly date
        ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : Convert.ToString(value.Value, CultureInfo.InvariantCulture)!;
}
