using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models.Estimation;

namespace DuffBeer.Core.Models;

/// <summary>Reads a model's file.</summary>
public static class SqlModelFile
{
    /// <summary>The keys of a model's header; the first is required.</summary>
    public static readonly IReadOnlyList<HeaderKey> Keys =
    [
        new("model", "Name of the model, the same as its file's; required"),
        new("grain", "What one row is: the columns that identify it, or words; required"),
        new("owner", "Who answers questions about its figures; required"),
        new("materialized", "Only `table`, which is the default: every model is stored"),
        new("partition by", "Columns whose values become folders"),
        new("audits", "Audits that guard it: built-in ones with their arguments, or names of files in `audits/`"),
        new("estimator", "Columns computed in C# from the rows of the SELECT: `clv_fit` or `clv_forecast(days, …)`"),
        new("columns", "One line per column: name, type, description; required. The SELECT must return them by these names"),
        .. InputLinks.Keys,
        new(
            "fate",
            "`dataset by column, …`: [what became of each row](../guide/why.md#in-a-definition) of the dataset"),
    ];

    /// <summary>Null if the header cannot be read; otherwise a model, which is valid if no error was added.</summary>
    public static SqlModel? Read(string file, string domain, Layer layer, string text, ICollection<DefinitionError> errors)
    {
        var header = DefinitionHeader.Read(file, text, Keys, errors);
        if (header.Text("model") is not { } name)
            return null;

        var columns = ColumnList.Read(header, errors);
        var estimator = Estimators.Read(header, errors);
        var model = new SqlModel
        {
            Name = name,
            Domain = domain,
            Layer = layer,
            Grain = header.Required("grain", errors),
            Owner = header.Required("owner", errors),
            Description = header.Prose,
            Columns = columns,
            Audits = AuditCall.Read(header, errors),
            PartitionBy = HeaderList.Items(header.Text("partition by")),
            Sql = SqlTemplateParser.Parse(file, header.Sql, header.SqlLine, errors),
            Estimator = estimator,
            From = InputLinks.Read(header, errors),
            Whole = HeaderList.Items(header.Text("whole")),
            Fate = RowFate.Read(header, errors),
            Text = header.Sql.Trim(),
            File = file,
            Hash = ModelHashes.Digest(
            [
                header.Sql.Trim(),
                .. columns.Select(column => $"{column.Name} {column.Type}"),
                .. estimator is null ? Array.Empty<string>() : [estimator.Identity],
            ]),
        };
        Check(model, header, errors);
        if (header["estimator"] is { } step)
            EstimatedColumns.Check(model, step.Line, errors);
        return model;
    }

    static void Check(SqlModel model, DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        if (!SqlName.IsValid(model.Name))
            errors.Add(new(model.File, header["model"]!.Line, 1, $"'{model.Name}' is not a valid model name: {SqlName.Rule}"));
        if (model.Name != Path.GetFileNameWithoutExtension(model.File))
            errors.Add(new(model.File, header["model"]!.Line, 1, $"the model {model.Name} must be in a file {model.Name}.sql"));
        if (model.Description.Length == 0)
            errors.Add(new(model.File, 1, 1, "the header has no description: write it below an empty '--' line"));
        if (header.Text("materialized") is { } how && how != "table")
            errors.Add(new(model.File, header["materialized"]!.Line, 1, $"a model is materialized as table, not as '{how}'"));
        foreach (var partition in model.PartitionBy.Where(column => !model.HasColumn(column)))
            errors.Add(new(model.File, header["partition by"]!.Line, 1, $"there is no column {partition} to partition by"));
        if (FieldId.Clash(model.Columns) is { } clash)
            errors.Add(new(model.File, header["columns"]!.Line, 1, clash));
        CheckOrigin(model, header, errors);
        foreach (var parameter in model.Sql.Parameters)
            errors.Add(
                new(
                    model.File,
                    parameter.Line,
                    parameter.Column,
                    $"a model has no parameters: {parameter.Name} may be a setting, {{{{ setting('{parameter.Name}') }}}}"));
    }

    static void CheckOrigin(SqlModel model, DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        List<string> own = [.. model.Columns.Select(column => column.Name)];
        foreach (var mistake in model.From is null ? [] : InputLinks.Mistakes(model.From, model.Sql, own, []))
            errors.Add(new(model.File, header["from"]!.Line, 1, mistake));
        foreach (var unknown in model.Whole.Except(own))
            errors.Add(new(model.File, header["whole"]!.Line, 1, $"whole: there is no column {unknown}"));
        if (model.From?.FirstOrDefault(
            link => link.IfGiven.Count > 0 || link.Keys.Any(key => key.Source == LinkSource.Parameter)) is { } link)
            errors.Add(new(model.File, link.Line, 1, $"from {link.Input}: 'if' and parameters are for reports"));
        foreach (var unknown in model.Fate is { } fate ? RowFate.Columns.Concat(fate.By).Except(own) : [])
            errors.Add(new(model.File, header["fate"]!.Line, 1, $"fate: there is no column {unknown}"));
    }
}
