using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Reports;

/// <summary>Reads a header's <c>parameters:</c>, one per line: name, type, rules, description.</summary>
static class ReportParameterLine
{
    static readonly string s_form =
        $"name type {string.Join(' ', ReportParameter.Rules.Select(rule => $"[{rule.Name}]"))} description";

    public static IReadOnlyList<ReportParameter> Read(DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        var parameters = new List<ReportParameter>();
        foreach (var (line, text) in header["parameters"]?.Lines ?? [])
        {
            if (Read(text, line, out var mistake) is not { } parameter)
                errors.Add(new(header.File, line, 1, $"{mistake}; expected '{s_form}', found '{text}'"));
            else if (parameters.Any(other => other.Name == parameter.Name))
                errors.Add(new(header.File, line, 1, $"the parameter {parameter.Name} is listed twice"));
            else
                parameters.Add(parameter);
        }

        return parameters;
    }

    static ReportParameter? Read(string text, int line, out string mistake)
    {
        var words = HeaderList.Words(text);
        mistake = "a parameter needs name, type and description";
        if (words.Count < 3)
            return null;
        mistake = $"'{words[0]}' is not a valid parameter name ({SqlName.Rule}; not {string.Join(", ", ReportRequest.ReservedNames)})";
        if (!SqlName.IsValid(words[0]) || ReportRequest.ReservedNames.Contains(words[0]))
            return null;
        mistake = $"there is no type '{words[1]}'";
        if (!LogicalType.TryParse(words[1], out var type))
            return null;

        var parameter = new ReportParameter(words[0], new(type), false, null, "");
        var at = 2;
        for (; at < words.Count && IsRule(words[at]); at++)
        {
            mistake = $"the rule {words[at]} does not fit {type}";
            if (WithRule(parameter, words[at], line) is not { } ruled)
                return null;
            parameter = ruled;
        }

        mistake = "a parameter needs a description";
        return at == words.Count ? null : parameter with { Description = string.Join(' ', words.Skip(at)) };
    }

    // The description begins with the first word that is not a rule.
    static bool IsRule(string word) =>
        word == "required" || ValueRule.IsRule(word) || HeaderList.Call(word) is ("default" or "values" or "also", { Count: > 0 });

    static ReportParameter? WithRule(ReportParameter parameter, string word, int line)
    {
        var (name, arguments) = HeaderList.Call(word);
        return name switch
        {
            "required" => parameter with { Required = true },
            "default" =>
                arguments.Count == 1 && parameter.Read(arguments[0], out _) is { } value ? parameter with { Default = value } : null,
            "values" => ReportValueSource.Read(arguments, line) is { } source ? parameter with { Values = source } : null,
            "also" => arguments.All(other => parameter.Read(other, out _) is not null) ? parameter with { Also = arguments } : null,
            _ => parameter.Rule.With(word) is { } rule ? parameter with { Rule = rule } : null,
        };
    }
}
