using System.Globalization;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Embedding;

/// <summary>Reads rejected rows back from their parts.</summary>
static class RejectRows
{
    public static async Task<IReadOnlyList<RejectRow>> ReadAsync(IQueryEngine engine, RejectsPart part, CancellationToken cancellationToken)
    {
        var rejects = new Relation("rejects", RejectColumns.All, [part.Key]);
        var result = await engine.QueryAsync(
            new("""SELECT "code", "row", "byte", "column", "value", "message", "raw" FROM "rejects" ORDER BY "row" """, [rejects], []), cancellationToken);
        return [.. result.Rows.Select(row => Of(row, part.RowsBefore))];
    }

    /// <summary>Row numbers in a part count from its chunk's start; here from the file's.</summary>
    static RejectRow Of(object?[] row, long rowsBefore) => new(
        Enum.Parse<RejectCode>((string)row[0]!),
        rowsBefore + Convert.ToInt64(row[1], CultureInfo.InvariantCulture),
        Convert.ToInt64(row[2], CultureInfo.InvariantCulture),
        (string?)row[3], (string?)row[4], (string)row[5]!, (string)row[6]!);
}
