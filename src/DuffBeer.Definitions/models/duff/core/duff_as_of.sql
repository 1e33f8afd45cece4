-- model:        duff_as_of
-- grain:        one row
-- owner:        sales
-- materialized: table
-- audits:       unique(as_of)
-- columns:
--   as_of  date  Latest processing date in the data, or the setting as_of; null where there is neither
--
-- As of which date the figures of this domain are. Its source has no event date of its own, so the processing date stands for it.

SELECT COALESCE({{ setting('as_of') }}, MAX(pa_date)) AS as_of
FROM {{ ref('stg_duff_order_rows') }}
