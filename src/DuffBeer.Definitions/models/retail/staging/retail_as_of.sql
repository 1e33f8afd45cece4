-- model:        retail_as_of
-- grain:        one row
-- owner:        retail
-- materialized: table
-- audits:       unique(as_of)
-- from: stg_retail_order_rows(whole)
-- columns:
--   as_of  date  The setting as_of, or the latest order date not later than its own file; null where neither exists
--
-- The date that this domain's figures are as of: later orders are left out of every model.

SELECT COALESCE({{ setting('as_of') }}, MAX(order_date) FILTER (WHERE NOT is_after_file), MAX(order_date)) AS as_of
FROM {{ ref('stg_retail_order_rows') }}
WHERE row_role = 'kept'
