-- audit: daily_sales_add_up
--
-- Orders, units and value of all days are those of all orders.

WITH daily AS (
    SELECT COALESCE(SUM(orders), 0) AS orders, COALESCE(SUM(units), 0) AS units, COALESCE(SUM(value), 0) AS value
    FROM {{ ref('duff_daily_sales') }}
),
facts AS (
    SELECT COUNT(*) AS orders, COALESCE(SUM(ccf), 0) AS units, COALESCE(SUM(total_price), 0) AS value
    FROM {{ ref('fact_orders') }}
)
SELECT
    daily.orders, facts.orders AS expected_orders, daily.units, facts.units AS expected_units, daily.value, facts.value AS expected_value
FROM daily
CROSS JOIN facts
WHERE daily.orders <> facts.orders OR daily.units <> facts.units OR daily.value <> facts.value
