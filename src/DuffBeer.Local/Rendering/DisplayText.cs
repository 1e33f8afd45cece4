using System.Globalization;

namespace DuffBeer.Local.Rendering;

/// <summary>Values as text for people, independent of culture.</summary>
static class DisplayText
{
    static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    public static string Of(object? value) => value switch
    {
        null => "",
        string text => Printable(text),
        bool flag => flag ? "true" : "false",
        double number => number.ToString("0.####", s_culture),
        DateOnly date => date.ToString("yyyy-MM-dd", s_culture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFF'Z'", s_culture),
        IFormattable formattable => formattable.ToString(null, s_culture),
        _ => Printable(value.ToString() ?? ""),
    };

    public static string Count(long count) => count.ToString("N0", s_culture);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", s_culture);

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(time.TotalSeconds < 10 ? "0.00 s" : "0.0 s", s_culture);

    public static string Megabytes(double bytes) => (bytes / 1e6).ToString("N1", s_culture);

    /// <summary>The text in one line without control characters, so that cells cannot control the terminal.</summary>
    public static string Printable(string text) =>
        !text.Any(char.IsControl) ? text : string.Concat(text.Select(character => character switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ when char.IsControl(character) => $"\\x{(int)character:x2}",
            _ => character.ToString(),
        }));
}
