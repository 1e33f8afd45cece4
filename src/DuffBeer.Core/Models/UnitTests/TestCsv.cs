using System.Text;
using CsvHelper;

namespace DuffBeer.Core.Models.UnitTests;

/// <summary>Reads the CSV of a unit test: one record per line.</summary>
public static class TestCsv
{
    /// <summary>The records and their lines, 1-based; blank lines are left out.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Read(string text)
    {
        foreach (var (index, line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            using var reader = CsvReader.Create(
                Encoding.UTF8.GetBytes(line), new CsvReaderOptions { Separator = ',', HasHeader = false });
            if (reader.Read())
                yield return (index + 1, [.. Enumerable.Range(0, reader.FieldCount).Select(cell => Cell(reader, cell))]);
        }
    }

    static string Cell(CsvReader reader, int index) => Encoding.UTF8.GetString(reader.GetSpan(index)).Trim();
}
