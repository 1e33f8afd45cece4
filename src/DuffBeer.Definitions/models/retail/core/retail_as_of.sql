-- model:        retail_as_of
-- grain:        one row
-- owner:        retail
-- materialized: table
-- audits:       unique(as_of)
-- columns:
--   as_of  date  Latest order date in the data, or the setting as_of; null where there is neither
--
-- As of which date the figures of this domain are.

SELECT COALESCE({{ setting('as_of') }}, MAX(order_date)) AS as_of
FROM {{ ref('stg_retail_lines') }}
