using System.Text.Json;
using System.Text.RegularExpressions;

namespace DuffBeer.Api.Http;

/// <summary>What is wrong with a JSON body, in the caller's words: the serializer's messages name types of this program.</summary>
static partial class JsonMistake
{
    public static string Of(JsonException mistake)
    {
        var message = mistake.Message.Split(" Path:")[0].TrimEnd('.');
        if (TypeMessage().Match(message) is { Success: true } typed)
            return typed.Groups[1].Value.StartsWith("DuffBeer.", StringComparison.Ordinal) && mistake.Path is not "$"
                ? "the value has another type than expected"
                : $"the value should be {Expected(typed.Groups[1].Value)}";
        if (UnknownMessage().Match(message) is { Success: true } unknown)
            return $"there is no property '{unknown.Groups[1].Value}'";
        if (RequiredMessage().Match(message) is { Success: true } missing)
            return $"these properties are required: {missing.Groups[1].Value}";
        if (NullMessage().Match(message) is { Success: true } nothing)
            return $"'{JsonNamingPolicy.CamelCase.ConvertName(nothing.Groups[1].Value)}' must not be null";
        return message.Contains("System.", StringComparison.Ordinal) || message.Contains("DuffBeer.", StringComparison.Ordinal)
            ? "a value does not fit"
            : message;
    }

    static string Expected(string type) => type switch
    {
        "System.String" => "a string",
        "System.Boolean" => "true or false",
        "System.Int32" or "System.Int64" => "a whole number",
        _ when type.Contains("Dictionary", StringComparison.Ordinal) => "an object",
        _ when type.StartsWith("System.Collections", StringComparison.Ordinal) => "an array",
        _ => "an object",
    };

    [GeneratedRegex(@"could not be converted to (\S+)")]
    private static partial Regex TypeMessage();

    [GeneratedRegex(@"The JSON property '([^']*)' could not be mapped")]
    private static partial Regex UnknownMessage();

    [GeneratedRegex(@"missing required properties including: (.*)")]
    private static partial Regex RequiredMessage();

    [GeneratedRegex(@"'([^']*)' on type '.*' doesn't allow (?:setting )?null")]
    private static partial Regex NullMessage();
}
