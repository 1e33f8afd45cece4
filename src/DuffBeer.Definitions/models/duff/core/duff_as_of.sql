-- model:        duff_as_of
-- grain:        one row
-- owner:        sales
-- materialized: table
-- audits:       unique(as_of)
-- from: stg_duff_order_rows(whole)
-- columns:
--   as_of  date  The setting as_of, or the latest processing date in the data; null where neither exists
--
-- The date that this domain's figures are as of: rows processed later are left out of every model. Its source has no event date, so the
-- processing date takes its place.

SELECT COALESCE({{ setting('as_of') }}, MAX(pa_date)) AS as_of
FROM {{ ref('stg_duff_order_rows') }}
