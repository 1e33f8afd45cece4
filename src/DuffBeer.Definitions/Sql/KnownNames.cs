using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;

namespace DuffBeer.Definitions.Sql;

/// <summary>What <c>ref</c>, <c>source</c>, <c>setting</c> and <c>fixed_key</c> may name.</summary>
sealed class KnownNames(
    IReadOnlyList<SqlModel> models, IReadOnlyList<DatasetContract> contracts, IReadOnlyDictionary<string, Setting> settings)
{
    readonly HashSet<string> _models = [.. models.Select(model => model.Name)];
    readonly HashSet<string> _datasets = [.. contracts.Select(contract => contract.Name)];
    readonly HashSet<string> _settings = [.. settings.Keys];
    readonly HashSet<string> _keys =
    [
        .. contracts.SelectMany(contract => contract.Keys.Keys.Select(column => $"{contract.Name}.{column}")),
    ];

    /// <summary>Checks the models and datasets that an audit or a report reads; the graph checks those of models.</summary>
    public IEnumerable<DefinitionError> CheckInputs(string file, SqlTemplate sql) =>
        Unknown(file, sql, TemplateFunction.Ref, _models).Concat(Unknown(file, sql, TemplateFunction.Source, _datasets));

    public IEnumerable<DefinitionError> CheckValues(string file, SqlTemplate sql) =>
        Unknown(file, sql, TemplateFunction.Setting, _settings).Concat(Unknown(file, sql, TemplateFunction.FixedKey, _keys));

    /// <summary>Checks the settings whose values descriptions mention.</summary>
    public IEnumerable<DefinitionError> CheckTexts(string file, IEnumerable<string> texts) =>
        from name in SettingText.Names(texts)
        where !_settings.Contains(name)
        select new DefinitionError(file, 1, 1, $"a description mentions {{{name}}}: unknown setting; known are {Listed(_settings)}");

    /// <summary>Checks the models and columns that have the values of parameters.</summary>
    public IEnumerable<DefinitionError> CheckChoices(ReportDefinition report)
    {
        foreach (var source in report.Parameters.Select(parameter => parameter.Values).OfType<ReportValueSource>())
        {
            if (models.FirstOrDefault(model => model.Name == source.Model) is not { } model)
            {
                var likely = LikelyName.Aside(source.Model, _models);
                yield return new(report.File, source.Line, 1, $"values: there is no model {source.Model}{likely}");
                continue;
            }

            var columns = model.Columns.Select(column => column.Name).ToList();
            foreach (var unknown in new[] { source.Column, source.Label }.OfType<string>().Where(name => !columns.Contains(name)))
            {
                var likely = LikelyName.Aside(unknown, columns);
                yield return new(report.File, source.Line, 1, $"values: the model {model.Name} has no column {unknown}{likely}");
            }
        }
    }

    /// <summary>Checks the columns of inputs by which rows belong to rows.</summary>
    public IEnumerable<DefinitionError> CheckOrigin(string file, IReadOnlyList<InputLink>? links, RowFate? fate)
    {
        foreach (var error in InputLinks.Check(file, links, ColumnsOf))
            yield return error;
        if (fate is null)
            yield break;
        if (ColumnsOf(fate.Dataset) is not { } columns || !_datasets.Contains(fate.Dataset))
            yield return new(file, fate.Line, 1, $"fate: there is no dataset {fate.Dataset}");
        else
            foreach (var unknown in fate.By.Except(columns.Select(column => column.Name)))
                yield return new(file, fate.Line, 1, $"fate: the dataset {fate.Dataset} has no column {unknown}");
    }

    IReadOnlyList<TableColumn>? ColumnsOf(string input) =>
        models.FirstOrDefault(model => model.Name == input)?.Columns
        ?? (contracts.FirstOrDefault(contract => contract.Name == input) is { } contract
            ? [.. contract.TableColumns, .. SystemColumns.OfRuns]
            : null);

    static IEnumerable<DefinitionError> Unknown(string file, SqlTemplate sql, string function, HashSet<string> known) =>
        from call in sql.Calls
        where call.Function == function && !known.Contains(call.Literal!)
        select new DefinitionError(file, call.Line, call.Column, $"{function}('{call.Literal}'): unknown name; known are {Listed(known)}");

    static string Listed(HashSet<string> known) => known.Count > 0 ? string.Join(", ", known.Order(StringComparer.Ordinal)) : "none";
}
