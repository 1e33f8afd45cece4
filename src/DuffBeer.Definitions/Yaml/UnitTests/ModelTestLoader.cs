using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Models.UnitTests;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml.UnitTests;

/// <summary>Reads the unit tests of models, <c>tests/model/case.yaml</c>.</summary>
public static class ModelTestLoader
{
    static readonly string[] s_keys = ["description", "as_of", "settings", "given", "expect"];

    /// <summary>All tests without mistakes, and the mistakes of the others.</summary>
    public static (IReadOnlyList<ModelTest> Tests, IReadOnlyList<DefinitionError> Errors) Load(
        DefinitionFolder folder, ModelDefinitions definitions)
    {
        var (tests, errors, check) = (new List<ModelTest>(), new List<DefinitionError>(), new ModelTestCheck(definitions));
        foreach (var text in folder.Yaml("tests"))
        {
            var findings = new Findings(text.File);
            var test = Read(text, findings);
            List<DefinitionError> found = [.. findings.All, .. test is null || findings.All.Count > 0 ? [] : check.Of(test)];
            errors.AddRange(found);
            if (test is not null && found.Count == 0)
                tests.Add(test);
        }

        return (tests, errors);
    }

    static ModelTest? Read(DefinitionText text, Findings findings)
    {
        if (text.Relative.Split('/') is not [_, var model, _])
        {
            findings.Add(1, 1, "", "a unit test belongs in tests/<model>/<case>.yaml");
            return null;
        }

        if (YamlFile.Root(text.Text, findings, "a unit test: a mapping with 'description:', 'given:' and 'expect:'") is not { } root)
            return null;
        var section = new Section(root, "", findings, s_keys);
        section.Require("given");
        section.Require("expect");
        return new(text.File, model, section.Description())
        {
            AsOf = section.Scalar("as_of", "a date") is { } date ? Cell(date) : null,
            Settings = Cells(section.Map("settings"), "settings", findings),
            Given = Given(section.Map("given"), findings),
            Expected = section.Find("expect") is { } expected ? TestRows.Of(expected, "expect", findings) : [],
        };
    }

    static Dictionary<string, TestInput> Given(YamlMap? map, Findings findings)
    {
        var inputs = new Dictionary<string, TestInput>();
        foreach (var (key, value) in map?.Entries ?? [])
        {
            if (!inputs.TryAdd(key.Value, new(key.Line, TestRows.Of(value, $"given.{key.Value}", findings))))
                findings.Add(key, $"given.{key.Value}", "the input is given twice");
        }

        return inputs;
    }

    internal static Dictionary<string, TestCell> Cells(YamlMap? map, string path, Findings findings)
    {
        var cells = new Dictionary<string, TestCell>();
        foreach (var (key, value) in map?.Entries ?? [])
        {
            if (value is not YamlScalar scalar)
                findings.Add(value, $"{path}.{key.Value}", $"expected a value, not {value.Kind}");
            else if (!cells.TryAdd(key.Value, Cell(scalar)))
                findings.Add(key, $"{path}.{key.Value}", "the key is given twice");
        }

        return cells;
    }

    static TestCell Cell(YamlScalar scalar) => new(
        scalar.Value.Length == 0 && scalar.Style == ScalarStyle.Plain ? null : scalar.Value, scalar.Line, scalar.Column);
}
