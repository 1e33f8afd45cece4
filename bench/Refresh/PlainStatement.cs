namespace DuffBeer.Bench.Refresh;

/// <summary>One statement of a refresh, as plain SQL for DuckDB.</summary>
/// <param name="Kind">model or audit.</param>
/// <param name="Name">The model's, or the audit's.</param>
sealed record PlainStatement(string Kind, string Name, string Sql);
