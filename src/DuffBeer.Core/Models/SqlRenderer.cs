using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>
/// Renders a template for one engine: names become relations, functions the dialect's expressions, parameters <c>CAST(? AS type)</c>.
/// </summary>
sealed class SqlRenderer
{
    // A dialect may repeat an argument (the divisor of a ratio), so parameters are numbered in the finished text.
    const char Mark = '\u0001';

    readonly SqlScope _scope;
    readonly Dictionary<string, Relation> _relations = [];
    readonly List<SqlValue> _marked = [];

    SqlRenderer(SqlScope scope) => _scope = scope;

    public static Statement Render(SqlTemplate template, SqlScope scope)
    {
        var renderer = new SqlRenderer(scope);
        var (sql, parameters) = renderer.Number(renderer.Render(template));
        return new(sql, [.. renderer._relations.Values], parameters) { FirstLine = template.FirstLine };
    }

    string Render(SqlTemplate template)
    {
        var sql = new StringBuilder();
        foreach (var part in template.Parts)
        {
            switch (part)
            {
                case SqlText text:
                    foreach (var token in text.Tokens)
                        sql.Append(token.Kind == SqlTokenKind.Comment ? " " : token.Text);
                    break;
                case TemplateCall call:
                    sql.Append(Render(call));
                    break;
                case TemplateParameter parameter:
                    sql.Append(Render(parameter));
                    break;
            }
        }

        return sql.ToString().Trim();
    }

    string Render(TemplateCall call)
    {
        var dialect = _scope.Dialect;
        string[] arguments = [.. call.Arguments.Select(Render)];
        return call.Function switch
        {
            TemplateFunction.Ref => Mention(Named(_scope.Models, call.Literal!, "model")),
            TemplateFunction.Source => Mention(Named(_scope.Datasets, call.Literal!, "dataset")),
            TemplateFunction.Setting => dialect.Literal(Named(_scope.Settings, call.Literal!, "setting")),
            TemplateFunction.FixedKey => FixedKey(call.Literal!, arguments[0]),
            TemplateFunction.TruncateDate => dialect.TruncateDate(call.Literal!, arguments[0]),
            TemplateFunction.RunLedger => RunLedgerSql.Of(arguments[0], arguments[1], arguments[2]),
            "key" => dialect.Key(arguments[0]),
            "ratio" => dialect.Ratio(arguments[0], arguments[1]),
            "mean" => dialect.Mean(arguments[0]),
            "local_time" => dialect.LocalTime(arguments[0], arguments[1]),
            "concat" => dialect.Concat(arguments),
            "greatest" => dialect.Greatest(arguments),
            "least" => dialect.Least(arguments),
            "regexp_replace" => dialect.RegexpReplace(arguments[0], arguments[1], arguments[2]),
            "days_between" => dialect.DaysBetween(arguments[0], arguments[1]),
            _ => throw new TerminalException(ProblemCode.DefinitionInvalid, $"Unknown template {call.Function}."),
        };
    }

    string Render(TemplateParameter parameter)
    {
        var value = Named(_scope.Parameters, parameter.Name, "parameter");
        // A null is part of the text, so that the engine can simplify its condition while planning.
        if (value.Value is null)
            return _scope.Dialect.Cast("NULL", value.Type);
        if (parameter.InWhere)
        {
            _marked.Add(value);
            return _scope.Dialect.Cast(string.Create(CultureInfo.InvariantCulture, $"{Mark}{_marked.Count - 1}{Mark}"), value.Type);
        }

        if (value.Type.Kind == TypeKind.String)
        {
            throw new TerminalException(ProblemCode.DefinitionInvalid,
                $"The text parameter {parameter.Name} is used outside a WHERE (line {parameter.Line}), where only numbers and dates may "
                    + "stand.");
        }

        return _scope.Dialect.Literal(value);
    }

    string Mention(Relation relation)
    {
        _relations[relation.Name] = relation;
        return SqlName.Quote(relation.Name);
    }

    string FixedKey(string datasetColumn, string value)
    {
        var dialect = _scope.Dialect;
        var cases = new StringBuilder();
        foreach (var (known, key) in FixedKeys.Of(datasetColumn, _scope.Contracts).OrderBy(pair => pair.Value))
        {
            cases.Append(CultureInfo.InvariantCulture,
                $" WHEN {dialect.Literal(new(LogicalType.String, known))} THEN {dialect.Literal(new(LogicalType.Int64, key))}");
        }

        return cases.Length == 0 ? dialect.Key(value) : $"CASE {value}{cases} ELSE {dialect.Key(value)} END";
    }

    (string Sql, IReadOnlyList<SqlValue> Parameters) Number(string marked)
    {
        // Every second piece between the marks is the index of a value.
        var pieces = marked.Split(Mark);
        var values = new List<SqlValue>();
        for (var index = 1; index < pieces.Length; index += 2)
        {
            values.Add(_marked[int.Parse(pieces[index], CultureInfo.InvariantCulture)]);
            pieces[index] = "?";
        }

        return (string.Concat(pieces), values);
    }

    static T Named<T>(IReadOnlyDictionary<string, T> known, string name, string what) => known.TryGetValue(name, out var found)
        ? found
        : throw new TerminalException(ProblemCode.DefinitionInvalid, $"There is no {what} {name}.");
}
