using System.Globalization;
using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>
/// Descriptions with the values of settings: <c>{rfm_months}</c> is the value, <c>{clv_high_share:%}</c> the value in percent.
/// </summary>
public static partial class SettingText
{
    public static string Of(string text, IReadOnlyDictionary<string, SqlValue> settings) => Mention().Replace(
        text,
        mention => settings.TryGetValue(mention.Groups[1].Value, out var setting)
            ? Shown(setting.Value, mention.Groups[2].Success)
            : mention.Value);

    public static IReadOnlyList<TableColumn> Of(IReadOnlyList<TableColumn> columns, IReadOnlyDictionary<string, SqlValue> settings) =>
        [.. columns.Select(column => column with { Description = Of(column.Description, settings) })];

    /// <summary>A value as people write it in a setting; <c>none</c> for null.</summary>
    public static string Of(SqlValue value) => Shown(value.Value, isPercent: false);

    /// <summary>The names that texts mention.</summary>
    public static IEnumerable<string> Names(IEnumerable<string> texts) =>
        texts.SelectMany(text => Mention().Matches(text)).Select(mention => mention.Groups[1].Value).Distinct();

    static string Shown(object? value, bool isPercent) => value switch
    {
        null => "none",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ when isPercent =>
            (Convert.ToDecimal(value, CultureInfo.InvariantCulture) * 100).ToString("0.## '%'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex(@"\{([a-z][a-z0-9_]*)(:%)?\}")]
    private static partial Regex Mention();
}
