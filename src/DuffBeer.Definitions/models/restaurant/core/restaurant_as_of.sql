-- model:        restaurant_as_of
-- grain:        one row
-- owner:        restaurants
-- materialized: table
-- audits:       unique(as_of)
-- columns:
--   as_of  date  The setting as_of, else the latest day with an order; null where there is neither
--
-- The day that ages and recent periods of this domain are counted back from: never today, because old data would look as if everybody had left.

SELECT COALESCE({{ setting('as_of') }}, MAX(order_date)) AS as_of
FROM {{ ref('orders') }}
