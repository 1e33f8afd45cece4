using System.Globalization;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models.UnitTests;

/// <summary>Compares expected rows with those of a model, in words. Neither has an order.</summary>
sealed class RowComparison
{
    readonly IReadOnlyList<TableColumn> _columns;
    readonly List<string> _keys;
    readonly List<object?[]> _left;

    RowComparison(SqlModel model, ModelTest test, IReadOnlyList<object?[]> found)
    {
        (_columns, _left) = (model.Columns, [.. found]);
        // Rows that name their grain are compared with the row of that key; others with the most similar row.
        string[] grain = [.. model.Grain.Split(',', StringSplitOptions.TrimEntries)];
        _keys = grain.All(model.HasColumn) && test.Expected.All(row => grain.All(row.Cells.ContainsKey)) ? [.. grain] : [];
    }

    public static IReadOnlyList<TestDifference> Of(SqlModel model, ModelTest test, IReadOnlyList<object?[]> found)
    {
        var comparison = new RowComparison(model, test, found);
        var others = test.Expected.Where(row => !comparison.TakeEqual(row)).ToList();
        List<TestDifference> differences = [.. others.SelectMany(comparison.Differences)];
        var shown = test.Expected.SelectMany(row => row.Cells.Keys).Distinct().ToList();
        var line = test.Expected.Count > 0 ? test.Expected[^1].Line : 1;
        differences.AddRange(
            comparison._left.Select(row => new TestDifference(line, $"extra row: {comparison.Text(row, shown)}")));
        return differences;
    }

    bool TakeEqual(TestRow expected)
    {
        var at = _left.FindIndex(row => expected.Cells.All(cell => Fits(cell.Key, cell.Value, row)));
        if (at < 0)
            return false;
        _left.RemoveAt(at);
        return true;
    }

    IEnumerable<TestDifference> Differences(TestRow expected)
    {
        var likely = _left.Where(row => _keys.TrueForAll(key => Fits(key, expected.Cells[key], row)))
            .Select(row => (Row: row, Equal: expected.Cells.Count(cell => Fits(cell.Key, cell.Value, row))))
            .Where(row => row.Equal > 0)
            .OrderByDescending(row => row.Equal)
            .Select(row => row.Row)
            .FirstOrDefault();
        if (likely is null)
        {
            yield return new(expected.Line, $"missing row: {Text(expected.Cells.Select(cell => (cell.Key, cell.Value.Text)))}");
            yield break;
        }

        _left.Remove(likely);
        var same = _keys.Count > 0
            ? _keys
            : [.. expected.Cells.Where(cell => Fits(cell.Key, cell.Value, likely)).Select(cell => cell.Key)];
        foreach (var (name, cell) in expected.Cells.Where(cell => !Fits(cell.Key, cell.Value, likely)))
        {
            var found = TextOf(name, likely) ?? "null";
            yield return new(cell.Line, $"row {Text(likely, same)}: {name} is {found}, expected {cell.Text ?? "null"}");
        }
    }

    /// <summary>A number with a fraction is compared at the digits that the test gives: 0.33 fits a third.</summary>
    bool Fits(string name, TestCell expected, object?[] row)
    {
        var (type, found) = Cell(name, row);
        if (expected.Text is not { } text || found is null)
            return expected.Text is null && found is null;
        if (found is double number && !text.Contains('e', StringComparison.OrdinalIgnoreCase))
        {
            var digits = text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? text.Length - point - 1 : 0;
            var wanted = double.Parse(text, CultureInfo.InvariantCulture);
            return Math.Abs(number - wanted) <= (digits == 0 ? 1e-9 : 0.5000001 * Math.Pow(10, -digits));
        }

        return Equals(TypedText.Read(type, text, out _)?.Value, found);
    }

    (LogicalType Type, object? Value) Cell(string name, object?[] row)
    {
        for (var index = 0; index < _columns.Count; index++)
        {
            if (_columns[index].Name == name)
                return (_columns[index].Type, row[index]);
        }

        throw new ArgumentException($"There is no column {name}.", nameof(name));
    }

    string Text(object?[] row, IReadOnlyList<string> names) => Text(names.Select(name => (name, TextOf(name, row))));

    string? TextOf(string name, object?[] row) => Cell(name, row) switch
    {
        (_, null) => null,
        (_, DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture),
        (_, DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
        (_, bool flag) => flag ? "true" : "false",
        var (_, value) => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    static string Text(IEnumerable<(string Name, string? Value)> cells) =>
        string.Join(", ", cells.Select(cell => $"{cell.Name} = {cell.Value ?? "null"}"));
}
