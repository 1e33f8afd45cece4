-- model:        retail_as_of
-- grain:        one row
-- owner:        retail
-- materialized: table
-- audits:       unique(as_of)
-- columns:
--   as_of  date  The setting as_of, or the latest order date in the data; null where neither exists
--
-- The date that this domain's figures are as of.

SELECT COALESCE({{ setting('as_of') }}, MAX(order_date)) AS as_of
FROM {{ ref('stg_retail_lines') }}
