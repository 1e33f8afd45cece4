-- model:        restaurant_as_of
-- grain:        one row
-- owner:        restaurants
-- materialized: table
-- audits:       unique(as_of)
-- columns:
--   as_of  date  The setting as_of, or the latest day with an order; null where neither exists
--
-- The day from which this domain's ages and recent periods are counted back. Never today: in old data every customer would look lost.

SELECT COALESCE({{ setting('as_of') }}, MAX(order_date)) AS as_of
FROM {{ ref('orders') }}
