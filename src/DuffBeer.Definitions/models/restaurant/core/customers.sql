-- model:        customers
-- grain:        customer_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(customer_id), not_null(first_order_date)
-- from: customer_orders(customer_id)
-- columns:
--   customer_id       string         Id of the customer
--   first_order_date  date           Day of the first order
--   last_order_date   date           Day of the last order
--   cohort_month      date           First day of the month of the first order
--   orders            int64          Orders
--   active_days       int64          Days with an order
--   spend             decimal(18,2)  Total of all orders
--   is_member         bool           Has ordered as a member of the loyalty programme at least once
--   joined_date       date           Day of the first order as a member; null for others
--   as_of             date           Day from which ages and recent periods are counted back
--
-- Every customer who ordered under a personal user id: neither guests nor shared accounts.

SELECT
    customer_id,
    MIN(order_date) AS first_order_date,
    MAX(order_date) AS last_order_date,
    MIN(month_start) AS cohort_month,
    COUNT(*) AS orders,
    COUNT(DISTINCT order_date) AS active_days,
    SUM(order_total) AS spend,
    BOOL_OR(is_loyalty) AS is_member,
    MIN(order_date) FILTER (WHERE is_loyalty) AS joined_date,
    MIN(as_of) AS as_of
FROM {{ ref('customer_orders') }}
GROUP BY customer_id
