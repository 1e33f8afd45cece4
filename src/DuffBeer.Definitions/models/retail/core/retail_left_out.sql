-- model:        retail_left_out
-- grain:        rule
-- owner:        retail
-- materialized: table
-- audits:       unique(rule), accepted(rule, superseded, duplicates, after_as_of)
-- from: stg_retail_ledger(all)
-- columns:
--   rule         string  Why: superseded, duplicates or after_as_of
--   lines        int64   Rows of retail_orders
--   description  string  What the rule leaves out
--
-- What the domain's figures leave out, by rule: every answer of its reports names it. Rules that leave out nothing have no row.

WITH ledger AS (
    SELECT SUM(superseded) AS superseded, SUM(duplicates) AS duplicates, SUM(filtered) AS filtered
    FROM {{ ref('stg_retail_ledger') }}
)
SELECT rule, lines, description
FROM (
    SELECT 'superseded' AS rule, superseded AS lines, 'Lines that a later correction replaced' AS description FROM ledger
    UNION ALL
    SELECT 'duplicates' AS rule, duplicates AS lines, 'Rows identical to the row of the line before them' AS description FROM ledger
    UNION ALL
    SELECT 'after_as_of' AS rule, filtered AS lines, 'Orders after as_of' AS description FROM ledger
) AS rules
WHERE lines > 0
