-- model:        loyalty_before_after
-- grain:        phase
-- owner:        restaurants
-- materialized: table
-- audits:       unique(phase), accepted(phase, before, after)
-- from: customers(is_member = 'true'),
--   customer_orders(is_member of customers by customer_id = 'true') for active_customers orders revenue avg_order_value
--     orders_per_customer revenue_per_customer
-- columns:
--   phase                 string         before or after: the {loyalty_window_days} days right before or after the day of joining
--   window_days           int64          Days of each customer in the phase: the same before and after
--   customers             int64          Members whose windows are both whole: the same in both phases
--   left_out              int64          Members of whom a window is not whole: too few days since their first order, or until as_of
--   active_customers      int64          Customers who ordered in the phase
--   orders                int64          Orders in the phase
--   revenue               decimal(18,2)  Total of those
--   avg_order_value       decimal(18,2)  Revenue per order
--   orders_per_customer   double         Orders per customer, those without orders included
--   revenue_per_customer  decimal(18,2)  Revenue per customer, those without orders included
--
-- How customers ordered before and after they joined the loyalty programme: the same people, over windows of equal length. Orders on the
-- day of joining count in neither. Unequal windows would compare a few busy days with years.

WITH members AS (
    SELECT
        customer_id, joined_date,
        {{ days_between(first_order_date, joined_date) }} >= {{ setting('loyalty_window_days') }}
            AND {{ days_between(joined_date, as_of) }} >= {{ setting('loyalty_window_days') }} AS is_whole
    FROM {{ ref('customers') }}
    WHERE is_member
),
counted AS (
    SELECT COUNT(*) FILTER (WHERE is_whole) AS customers, COUNT(*) FILTER (WHERE NOT is_whole) AS left_out
    FROM members
),
ordered AS (
    SELECT
        CASE WHEN orders.order_date < members.joined_date THEN 'before' ELSE 'after' END AS phase,
        COUNT(DISTINCT orders.customer_id) AS active_customers,
        COUNT(*) AS orders,
        SUM(orders.order_total) AS revenue
    FROM members
    JOIN {{ ref('customer_orders') }} AS orders
        ON orders.customer_id = members.customer_id
        AND orders.order_date <> members.joined_date
        AND ABS({{ days_between(members.joined_date, orders.order_date) }}) <= {{ setting('loyalty_window_days') }}
    WHERE members.is_whole
    GROUP BY 1
)
SELECT
    phases.phase,
    {{ setting('loyalty_window_days') }} AS window_days,
    counted.customers, counted.left_out,
    COALESCE(ordered.active_customers, 0) AS active_customers,
    COALESCE(ordered.orders, 0) AS orders,
    COALESCE(ordered.revenue, 0) AS revenue,
    {{ ratio(ordered.revenue, ordered.orders) }} AS avg_order_value,
    {{ ratio(COALESCE(ordered.orders, 0), counted.customers) }} AS orders_per_customer,
    {{ ratio(COALESCE(ordered.revenue, 0), counted.customers) }} AS revenue_per_customer
FROM (VALUES ('before'), ('after')) AS phases (phase)
CROSS JOIN counted
LEFT JOIN ordered ON ordered.phase = phases.phase
