using System.Text.RegularExpressions;

namespace DuffBeer.Core.Models;

/// <summary>Names of models, audits, columns and parameters: lower-case words joined by underscores.</summary>
public static partial class SqlName
{
    public const string Rule = "lower-case letters, digits and underscores, a letter first, at most 63 in all";

    public static bool IsValid(string name) => SnakeCase().IsMatch(name);

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,62}\z")]
    private static partial Regex SnakeCase();
}
