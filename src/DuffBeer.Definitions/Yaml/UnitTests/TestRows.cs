using System.Globalization;
using DuffBeer.Core.Models.UnitTests;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml.UnitTests;

/// <summary>The rows of a unit test: a list of mappings, or a block of CSV whose first line names the columns.</summary>
static class TestRows
{
    public static IReadOnlyList<TestRow> Of(YamlNode node, string path, Findings findings)
    {
        switch (node)
        {
            case YamlList list:
                return [.. list.Items.Select((item, index) => Row(item, $"{path}[{index}]", findings)).OfType<TestRow>()];
            case YamlScalar { Style: ScalarStyle.Literal } block:
                return Csv(block, path, findings);
            case YamlScalar { Value: "", Style: ScalarStyle.Plain }:
                return [];
            default:
                findings.Add(
                    node, path, $"expected a list of rows, or CSV below '|' whose first line names the columns, not {node.Kind}");
                return [];
        }
    }

    static TestRow? Row(YamlNode item, string path, Findings findings)
    {
        if (item is YamlMap map)
            return new(map.Line, ModelTestLoader.Cells(map, path, findings));
        findings.Add(item, path, $"expected a row such as {{id: 1, name: Moe}}, not {item.Kind}");
        return null;
    }

    /// <summary>An empty cell is a null.</summary>
    static List<TestRow> Csv(YamlScalar block, string path, Findings findings)
    {
        List<(int Line, string[] Cells)> records = [.. TestCsv.Read(block.Value)];
        var names = records.Count > 0 ? records[0].Cells : [];
        foreach (var twice in names.GroupBy(name => name).Where(group => group.Count() > 1))
            findings.Add(block, path, $"the CSV names the column {twice.Key} twice");
        var rows = new List<TestRow>();
        foreach (var (at, cells) in records.Skip(findings.All.Count > 0 ? records.Count : 1))
        {
            // The block's text begins on the line after its '|'.
            var line = block.Line + at;
            if (cells.Length == names.Length)
                rows.Add(new(line, names.Zip(cells).ToDictionary(
                    cell => cell.First, cell => new TestCell(cell.Second.Length > 0 ? cell.Second : null, line, 1))));
            else
                findings.Add(
                    line, 1, path, string.Create(CultureInfo.InvariantCulture, $"expected {names.Length} cells, but found {cells.Length}"));
        }

        return rows;
    }
}
