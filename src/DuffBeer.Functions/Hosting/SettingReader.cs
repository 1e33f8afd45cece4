using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace DuffBeer.Functions.Hosting;

/// <summary>Reads settings and collects all that are missing or invalid, so that one start reports them all.</summary>
/// <remarks>A generated options validator could not: binding stops at the first value that does not convert.</remarks>
sealed class SettingReader(IConfiguration configuration)
{
    readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public void Add(string problem) => _problems.Add(problem);

    /// <summary>The name in app settings and <c>local.settings.json</c>.</summary>
    public static string NameOf(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);

    public string? Optional(string name) => configuration[name] is { Length: > 0 } value ? value : null;

    public string Needed(string name, string meaning, int atLeast = 1)
    {
        if (Optional(name) is { } value && value.Length >= atLeast)
            return value;
        Add($"{NameOf(name)} is {(Optional(name) is null ? "missing" : "too short")}: {meaning}");
        return "";
    }

    /// <summary>A section as options, with defaults for unset values.</summary>
    public T Section<T>(string name) where T : new()
    {
        try
        {
            return configuration.GetSection(name).Get<T>() ?? new();
        }
        catch (InvalidOperationException mistake)
        {
            Add(mistake.InnerException is { } inner ? $"{mistake.Message} {inner.Message}" : mistake.Message);
            return new();
        }
    }

    public void Address(string name, string meaning)
    {
        if (Optional(name) is not { } value)
            return;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            Add($"{NameOf(name)} must be an http address: {meaning}");
    }

    public T OneOf<T>(string name, T usual) where T : struct, Enum
    {
        if (Optional(name) is not { } value)
            return usual;
        if (Enum.TryParse<T>(value, ignoreCase: true, out var known) && Enum.IsDefined(known))
            return known;
        Add($"{NameOf(name)} must be one of {string.Join(", ", Enum.GetNames<T>())}, not '{value}'");
        return usual;
    }

    /// <summary>A whole number between two bounds; null if it is not set.</summary>
    public long? Whole(string name, long least, long most)
    {
        if (Optional(name) is not { } value)
            return null;
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Add(string.Create(CultureInfo.InvariantCulture, $"{NameOf(name)} must be a whole number from {least} to {most}, not '{value}'"));
        return null;
    }
}
