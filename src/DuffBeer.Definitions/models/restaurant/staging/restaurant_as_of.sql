-- model:        restaurant_as_of
-- grain:        one row
-- owner:        restaurants
-- materialized: table
-- audits:       unique(as_of)
-- from: stg_order_item_rows(whole)
-- columns:
--   as_of  date  The setting as_of, or the latest day with an order not later than its own file; null where neither exists
--
-- The day that all figures of this domain are as of: ages and recent periods are counted back from it, and later orders are left out of
-- every model. Never today: in old data every customer would look lost.

SELECT COALESCE({{ setting('as_of') }}, MAX(order_date) FILTER (WHERE NOT is_after_file), MAX(order_date)) AS as_of
FROM {{ ref('stg_order_item_rows') }}
WHERE row_role = 'kept'
