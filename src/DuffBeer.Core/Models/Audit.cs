using System.Globalization;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>A SELECT of rows that must not exist. A single row prevents the swap to the snapshot.</summary>
/// <param name="Name">Unique: the model's name and the check, such as <c>fact_orders.unique(order_id)</c>.</param>
/// <param name="Model">The model that it checks.</param>
public sealed record Audit(string Name, string Model, SqlTemplate Sql, string Description, string File)
{
    /// <summary>Its rows are warnings of the refresh; they do not prevent the swap.</summary>
    public bool IsWarning { get; init; }

    /// <summary>Selects the names of the audits that fail.</summary>
    /// <param name="audits">Audits of one refresh, at least one.</param>
    public static Statement AnyFailed(IReadOnlyList<Audit> audits, SqlScope scope)
    {
        var statements = audits.Select(audit => audit.Render(scope, limit: 1)).ToList();
        var selects = audits.Zip(
            statements, (audit, statement) => $"SELECT {SqlWriter.Quote(audit.Name)} AS audit FROM ({statement.Sql}) AS failed");
        return new(
            string.Join("\nUNION ALL\n", selects),
            [.. statements.SelectMany(statement => statement.Relations).DistinctBy(relation => relation.Name)],
            [.. statements.SelectMany(statement => statement.Parameters)]);
    }

    /// <summary>Selects at most <paramref name="limit"/> offending rows.</summary>
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
