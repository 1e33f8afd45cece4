namespace DuffBeer.Core.Models;

/// <summary>SQL with <c>{{ … }}</c> for what differs between engines, snapshots or calls.</summary>
public sealed record SqlTemplate(IReadOnlyList<SqlPart> Parts)
{
    /// <summary>Every call in the text, including those inside arguments, in order.</summary>
    public IEnumerable<TemplateCall> Calls => Parts.SelectMany(part => part is TemplateCall call
        ? call.Arguments.SelectMany(argument => argument.Calls).Prepend(call)
        : []);

    public IEnumerable<TemplateParameter> Parameters => Parts.SelectMany(part => part switch
    {
        TemplateParameter parameter => [parameter],
        TemplateCall call => call.Arguments.SelectMany(argument => argument.Parameters),
        _ => [],
    });

    /// <summary>Every token outside the templates' own names and brackets, in order; a template ends with its closing braces.</summary>
    public IEnumerable<SqlToken> Tokens => Parts.SelectMany(part => part switch
    {
        SqlText text => text.Tokens,
        TemplateCall call => call.Arguments.SelectMany(argument => argument.Tokens).Append(EndOf(call)),
        _ => [EndOf(part)],
    });

    /// <summary>Line of the file on which the SQL begins, without the comments before it.</summary>
    public int FirstLine => Tokens.FirstOrDefault(token => !token.IsBlank) is { Line: > 0 } first ? first.Line : 1;

    public IReadOnlyList<string> Refs => Named(TemplateFunction.Ref);
    public IReadOnlyList<string> Sources => Named(TemplateFunction.Source);
    public IReadOnlyList<string> Settings => Named(TemplateFunction.Setting);
    public IReadOnlyList<string> FixedKeys => Named(TemplateFunction.FixedKey);

    /// <summary>The template with each <c>{{ this }}</c> replaced by <c>ref</c> to a model.</summary>
    public SqlTemplate WithThis(string model) => new([.. Parts.Select(part => part switch
    {
        TemplateParameter { Name: TemplateParameter.This } => new TemplateCall(TemplateFunction.Ref, model, [], part.Line, part.Column),
        TemplateCall call => call with { Arguments = [.. call.Arguments.Select(argument => argument.WithThis(model))] },
        _ => part,
    })]);

    static SqlToken EndOf(SqlPart template) => new(SqlTokenKind.TemplateClose, "}}", template.Line, template.Column);

    IReadOnlyList<string> Named(string function) =>
        [.. Calls.Where(call => call.Function == function).Select(call => call.Literal!).Distinct().Order(StringComparer.Ordinal)];
}

public abstract record SqlPart(int Line, int Column);

/// <summary>SQL between templates.</summary>
public sealed record SqlText(IReadOnlyList<SqlToken> Tokens, int Line, int Column) : SqlPart(Line, Column);

/// <summary><c>{{ function(argument, …) }}</c>.</summary>
/// <param name="Literal">The first argument if the function takes a quoted name; it is not in <paramref name="Arguments"/>.</param>
public sealed record TemplateCall(
    string Function, string? Literal, IReadOnlyList<SqlTemplate> Arguments, int Line, int Column) : SqlPart(Line, Column);

/// <summary><c>{{ name }}</c>: a report's parameter, or in an audit <see cref="This"/>.</summary>
/// <param name="InWhere">Athena takes parameters only in a WHERE; elsewhere numbers and dates become literals.</param>
public sealed record TemplateParameter(string Name, bool InWhere, int Line, int Column) : SqlPart(Line, Column)
{
    /// <summary>The model that an audit checks: one file checks all models that name it.</summary>
    public const string This = "this";
}
