-- model:        duff_left_out
-- grain:        rule
-- owner:        sales
-- materialized: table
-- audits:       unique(rule), accepted(rule, superseded, duplicates, after_as_of)
-- from: stg_duff_ledger(all)
-- columns:
--   rule         string  Why: superseded, duplicates or after_as_of
--   lines        int64   Rows of duff_orders
--   description  string  What the rule leaves out
--
-- What the domain's figures leave out, by rule: every answer of its reports names it. Rules that leave out nothing have no row.

WITH ledger AS (
    SELECT SUM(superseded) AS superseded, SUM(duplicates) AS duplicates, SUM(filtered) AS filtered
    FROM {{ ref('stg_duff_ledger') }}
)
SELECT rule, lines, description
FROM (
    SELECT 'superseded' AS rule, superseded AS lines, 'Earlier states of orders that came again' AS description FROM ledger
    UNION ALL
    SELECT 'duplicates' AS rule, duplicates AS lines, 'Rows identical to the row of the order before them' AS description FROM ledger
    UNION ALL
    SELECT 'after_as_of' AS rule, filtered AS lines, 'Rows processed after as_of' AS description FROM ledger
) AS rules
WHERE lines > 0
