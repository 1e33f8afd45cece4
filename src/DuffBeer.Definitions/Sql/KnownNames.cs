using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

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

    static IEnumerable<DefinitionError> Unknown(string file, SqlTemplate sql, string function, HashSet<string> known) =>
        from call in sql.Calls
        where call.Function == function && !known.Contains(call.Literal!)
        select new DefinitionError(file, call.Line, call.Column, $"{function}('{call.Literal}'): unknown name; known are {Listed(known)}");

    static string Listed(HashSet<string> known) => known.Count > 0 ? string.Join(", ", known.Order(StringComparer.Ordinal)) : "none";
}
