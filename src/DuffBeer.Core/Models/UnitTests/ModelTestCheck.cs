using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Models.UnitTests;

/// <summary>Checks the names and values of unit tests against the definitions.</summary>
public sealed class ModelTestCheck(ModelDefinitions definitions)
{
    public IEnumerable<DefinitionError> Of(ModelTest test)
    {
        var models = definitions.Graph.Models.Select(model => model.Name).ToList();
        if (definitions.Graph[test.Model] is not { } model)
        {
            return
            [
                new(test.File, 1, 1, $"there is no model {test.Model}{LikelyName.Aside(test.Model, models)}: a test is in tests/<model>/"),
            ];
        }

        return
        [
            .. test.Given.SelectMany(input => Input(test, model, input.Key, input.Value)),
            .. test.Expected.SelectMany(row => Row(test.File, row, model.Columns, model.Name)),
            .. test.Settings.SelectMany(setting => Setting(test.File, setting.Key, setting.Value)),
            .. test.AsOf is { } date ? Setting(test.File, AsOfModel.Name, date) : [],
        ];
    }

    /// <summary>The columns of what a model reads.</summary>
    internal static IReadOnlyList<TableColumn>? ColumnsOf(ModelDefinitions definitions, SqlModel model, string input) =>
        model.Sql.Refs.Contains(input) ? definitions.Graph[input]!.Columns
            : model.Sql.Sources.Contains(input) ? [.. definitions.Contracts[input].TableColumns, .. SystemColumns.OfRuns]
            : null;

    IEnumerable<DefinitionError> Input(ModelTest test, SqlModel model, string name, TestInput input)
    {
        if (ColumnsOf(definitions, model, name) is { } columns)
            return input.Rows.SelectMany(row => Row(test.File, row, columns, name));
        List<string> read = [.. model.Sql.Refs, .. model.Sql.Sources];
        return
        [
            new(
                test.File, input.Line, 1,
                $"the model {model.Name} does not read {name}{LikelyName.Aside(name, read)}; it reads {string.Join(", ", read)}"),
        ];
    }

    static IEnumerable<DefinitionError> Row(string file, TestRow row, IReadOnlyList<TableColumn> columns, string of)
    {
        foreach (var (name, cell) in row.Cells)
        {
            if (columns.FirstOrDefault(column => column.Name == name) is not { } column)
            {
                var likely = LikelyName.Aside(name, columns.Select(known => known.Name));
                yield return new(file, cell.Line, cell.Column, $"{of} has no column {name}{likely}");
            }
            else if (cell.Text is { } text && TypedText.Read(column.Type, text, out var expected) is null)
            {
                yield return new(file, cell.Line, cell.Column, $"{name}: expected {expected}, but found '{text}'");
            }
        }
    }

    IEnumerable<DefinitionError> Setting(string file, string name, TestCell value)
    {
        try
        {
            definitions.Settings.Choose(new Dictionary<string, string>(), new Dictionary<string, string> { [name] = value.Text ?? "" });
            return [];
        }
        catch (TerminalException refused)
        {
            return [new(file, value.Line, value.Column, refused.Message)];
        }
    }
}
