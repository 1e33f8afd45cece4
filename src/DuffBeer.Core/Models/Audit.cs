using System.Globalization;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>A SELECT of rows that must not be. Any row keeps the snapshot from being swapped in.</summary>
/// <param name="Name">Unique: the model's name and what is asked of it, such as <c>fact_orders.unique(order_id)</c>.</param>
/// <param name="Model">The model that it guards.</param>
public sealed record Audit(string Name, string Model, SqlTemplate Sql, string Description, string File)
{
    /// <summary>The offending rows, at most <paramref name="limit"/> of them.</summary>
    public Statement Render(SqlScope scope, int limit)
    {
        var rows = scope.Render(Sql);
        return rows with
        {
            Sql = string.Create(CultureInfo.InvariantCulture, $"SELECT * FROM (\n{rows.Sql}\n) AS offending LIMIT {limit}"),
            FirstLine = rows.FirstLine - 1,
        };
    }
}
