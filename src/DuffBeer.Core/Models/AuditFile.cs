using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models;

/// <summary>An audit in its own file. Model headers name it, and its <c>{{ this }}</c> is the model.</summary>
/// <param name="IsWarning">The header says <c>severity: warning</c>.</param>
public sealed record AuditFile(string Name, string Description, SqlTemplate Sql, string File, bool IsWarning)
{
    /// <summary>The keys of an audit's header; the first is required.</summary>
    public static readonly IReadOnlyList<HeaderKey> Keys =
    [
        new("audit", "Name of the audit, the same as its file's; required"),
        new("severity", "`warning`: rows that it finds become a warning of the refresh. Without it they fail the refresh"),
    ];

    public static AuditFile? Read(string file, string text, ICollection<DefinitionError> errors)
    {
        var header = DefinitionHeader.Read(file, text, Keys, errors);
        if (header.Text("audit") is not { } name)
            return null;
        if (!SqlName.IsValid(name) || BuiltInAudit.Has(name))
        {
            errors.Add(
                new(
                    file,
                    header["audit"]!.Line,
                    1,
                    $"'{name}' is not a valid audit name: {SqlName.Rule}, and not the name of a built-in audit"));
        }
        if (name != Path.GetFileNameWithoutExtension(file))
            errors.Add(new(file, header["audit"]!.Line, 1, $"the audit {name} must be in a file {name}.sql"));
        if (header.Prose.Length == 0)
            errors.Add(new(file, 1, 1, "the header has no description: write it below an empty '--' line"));
        if (header["severity"] is { Value: not "warning" } severity)
            errors.Add(new(file, severity.Line, 1, $"the severity must be warning, or left out for an error, not '{severity.Value}'"));
        var sql = SqlTemplateParser.Parse(file, header.Sql, header.SqlLine, errors);
        foreach (var parameter in sql.Parameters.Where(parameter => parameter.Name != TemplateParameter.This))
            errors.Add(new(file, parameter.Line, parameter.Column, $"an audit has no parameters besides {{{{ this }}}}: {parameter.Name}"));
        return new(name, header.Prose, sql, file, header["severity"] is not null);
    }

    public Audit For(SqlModel model) => new($"{model.Name}.{Name}", model.Name, Sql.WithThis(model.Name), Description, File)
    {
        IsWarning = IsWarning,
    };
}
