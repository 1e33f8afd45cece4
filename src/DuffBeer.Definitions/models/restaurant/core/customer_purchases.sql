-- model:        customer_purchases
-- grain:        customer_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(customer_id), relates(customer_id, customers.customer_id), purchases_are_possible
-- from: customer_orders(customer_id)
-- columns:
--   customer_id        string         Id of the customer
--   first_order_date   date           Day of the first order
--   last_order_date    date           Day of the last order
--   repeats            int32          Days with an order after the first such day
--   recency_days       int32          Days from the first order to the last
--   age_days           int32          Days from the first order to as_of
--   mean_repeat_spend  decimal(18,2)  Mean total of the days counted in repeats; null where there are none
--   as_of              date           Day until which customers are observed
--
-- Each customer as the order forecast sees them. Orders of one day are one purchase: a split bill is not a return visit.

WITH days AS (
    SELECT customer_id, order_date, SUM(order_total) AS spend, MIN(as_of) AS as_of
    FROM {{ ref('customer_orders') }}
    GROUP BY customer_id, order_date
),
numbered AS (
    SELECT customer_id, order_date, spend, as_of, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY order_date) AS number
    FROM days
)
SELECT
    customer_id,
    MIN(order_date) AS first_order_date,
    MAX(order_date) AS last_order_date,
    COUNT(*) - 1 AS repeats,
    {{ days_between(MIN(order_date), MAX(order_date)) }} AS recency_days,
    {{ days_between(MIN(order_date), MIN(as_of)) }} AS age_days,
    {{ ratio(SUM(spend) FILTER (WHERE number > 1), COUNT(*) - 1) }} AS mean_repeat_spend,
    MIN(as_of) AS as_of
FROM numbered
GROUP BY customer_id
