using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;

namespace DuffBeer.Local.Commands;

delegate bool TryRead<T>(string text, out T value);

/// <summary>Options whose errors say what was expected and what was found, independent of culture.</summary>
static class CheckedOption
{
    /// <param name="expected">What is allowed, as in "expects a whole number from 0".</param>
    public static Option<T> Of<T>(string name, string expected, TryRead<T> tryRead) => new(name)
    {
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (tryRead(text, out var value))
                return value;
            result.AddError($"{name} expects {expected}, but found '{text}'.");
            return default;
        },
    };

    public static Option<long?> Count(string name, string description, long least, long most = long.MaxValue)
    {
        var option = Of(name, $"a whole number from {least}", (string text, out long? value) =>
        {
            var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            value = number;
            return isNumber && number >= least && number <= most;
        });
        option.Description = description;
        option.HelpName = "N";
        return option;
    }

    public static Option<double?> Share(string name, string description)
    {
        var option = Of(name, "a share from 0 to 1, such as 0.01", (string text, out double? value) =>
        {
            var isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
            value = number;
            return isNumber && number <= 1;
        });
        option.Description = description;
        option.HelpName = "0..1";
        return option;
    }

    /// <summary>One name of an enum, in any case; numbers are not accepted.</summary>
    public static Option<T?> Name<T>(string name, string description)
        where T : struct, Enum
    {
        var option = Of(name, $"one of {Names<T>()}", (string text, out T? value) =>
        {
            var isName = TryReadName<T>(text, out var found);
            value = found;
            return isName;
        });
        option.Description = description;
        option.HelpName = typeof(T).Name.ToUpperInvariant();
        option.CompletionSources.Add(_ => Typed<T>().Select(typed => new CompletionItem(typed)));
        return option;
    }

    /// <summary>The names as they are typed, such as <c>missing-cell</c>.</summary>
    public static string Names<T>()
        where T : struct, Enum => string.Join(", ", Typed<T>());

    public static IEnumerable<string> Typed<T>()
        where T : struct, Enum =>
        Enum.GetNames<T>().Select(name => string.Concat(name.Select(
            (letter, at) => at > 0 && char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}")));

    public static bool TryReadName<T>(string text, out T value)
        where T : struct, Enum =>
        Enum.TryParse(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out value)
            && Enum.IsDefined(value)
            && !int.TryParse(text, CultureInfo.InvariantCulture, out _);
}
