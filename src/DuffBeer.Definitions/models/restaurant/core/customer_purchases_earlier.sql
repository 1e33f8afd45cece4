-- model:        customer_purchases_earlier
-- grain:        customer_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(customer_id), relates(customer_id, customers.customer_id)
-- from: customer_orders(customer_id)
-- columns:
--   customer_id        string         Id of the customer
--   repeats            int32          Days with an order after the first such day
--   recency_days       int32          Days from the first order to the last
--   age_days           int32          Days from the first order to the day of the forecast
--   mean_repeat_spend  decimal(18,2)  Mean total of the days counted in repeats; null where there are none
--   forecast_on        date           Day until which orders are counted here: 90 days before as_of
--   later_visits       int64          Days with an order in the 90 days after it
--   later_spend        decimal(18,2)  Total of those orders
--
-- Each customer as the order forecast would have seen them 90 days before as_of, and what they did since. Customers whose first order was
-- later are left out.

WITH days AS (
    SELECT
        customer_id, order_date,
        DATE_ADD('day', -90, MIN(as_of)) AS forecast_on,
        SUM(order_total) AS spend
    FROM {{ ref('customer_orders') }}
    GROUP BY customer_id, order_date
),
numbered AS (
    SELECT
        customer_id, order_date, forecast_on, spend,
        order_date <= forecast_on AS is_known,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY order_date) AS number
    FROM days
)
SELECT
    customer_id,
    COUNT(*) FILTER (WHERE is_known) - 1 AS repeats,
    {{ days_between(MIN(order_date), MAX(CASE WHEN is_known THEN order_date END)) }} AS recency_days,
    {{ days_between(MIN(order_date), MIN(forecast_on)) }} AS age_days,
    {{ ratio(SUM(spend) FILTER (WHERE is_known AND number > 1), COUNT(*) FILTER (WHERE is_known) - 1) }} AS mean_repeat_spend,
    MIN(forecast_on) AS forecast_on,
    COUNT(*) FILTER (WHERE NOT is_known) AS later_visits,
    COALESCE(SUM(spend) FILTER (WHERE NOT is_known), 0) AS later_spend
FROM numbered
GROUP BY customer_id
HAVING MIN(order_date) <= MIN(forecast_on)
