namespace DuffBeer.Core.Models;

/// <summary><c>{{ run_ledger(…) }}</c>: the fate of each run's accepted rows, as a subquery.</summary>
/// <remarks>
/// Columns: run_id, accepted, kept, superseded, duplicates, filtered. Accepted rows are counted in the source and kept rows where they are
/// used, so that lost or duplicated rows show.
/// </remarks>
static class RunLedgerSql
{
    /// <param name="accepted">A relation with <c>_run</c>.</param>
    /// <param name="kept">A relation with <c>run_id</c>.</param>
    /// <param name="judged">A relation with <c>run_id</c> and <c>row_role</c>: superseded, duplicate, filtered or another.</param>
    public static string Of(string accepted, string kept, string judged) => $"""
        (
            SELECT
                accepted_rows.run_id,
                accepted_rows.accepted,
                COALESCE(kept_rows.kept, 0) AS kept,
                COALESCE(other_rows.superseded, 0) AS superseded,
                COALESCE(other_rows.duplicates, 0) AS duplicates,
                COALESCE(other_rows.filtered, 0) AS filtered
            FROM (SELECT _run AS run_id, COUNT(*) AS accepted FROM {accepted} AS source_rows GROUP BY _run) AS accepted_rows
            LEFT JOIN (SELECT run_id, COUNT(*) AS kept FROM {kept} AS used_rows GROUP BY run_id) AS kept_rows
                ON kept_rows.run_id = accepted_rows.run_id
            LEFT JOIN (
                SELECT
                    run_id,
                    COUNT(*) FILTER (WHERE row_role = 'superseded') AS superseded,
                    COUNT(*) FILTER (WHERE row_role = 'duplicate') AS duplicates,
                    COUNT(*) FILTER (WHERE row_role = 'filtered') AS filtered
                FROM {judged} AS judged_rows
                GROUP BY run_id
            ) AS other_rows ON other_rows.run_id = accepted_rows.run_id
        )
        """;
}
