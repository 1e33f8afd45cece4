using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>What identifies the rows of a relation, so that what is kept of them is never out of date.</summary>
static class RelationIdentity
{
    /// <summary>Keys, sizes and times of the parts, and their bytes; null if one is missing: the statement itself reports that.</summary>
    public static (string Text, long Bytes)? OfParts(Relation relation, Func<string, string> pathOf)
    {
        var (text, bytes) = (new StringBuilder(), 0L);
        foreach (var part in relation.Parts)
        {
            var file = new FileInfo(pathOf(part));
            if (!file.Exists)
                return null;
            bytes += file.Length;
            text.Append(OfPart(part, file));
        }

        return (text.ToString(), bytes);
    }

    /// <param name="file">Of the part; it exists.</param>
    public static string OfPart(string part, FileInfo file) =>
        string.Create(CultureInfo.InvariantCulture, $"{part} {file.Length} {file.LastWriteTimeUtc.Ticks}|");

    public static string OfColumns(IReadOnlyList<TableColumn> columns) =>
        string.Concat(columns.Select(column => $"{column.Name} {column.Type}|"));
}
