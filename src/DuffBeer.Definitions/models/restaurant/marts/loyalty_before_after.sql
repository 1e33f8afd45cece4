-- model:        loyalty_before_after
-- grain:        phase
-- owner:        restaurants
-- materialized: table
-- audits:       unique(phase), accepted(phase, before, after)
-- columns:
--   phase                   string         before: orders before the first one as a member; after: that one and all later ones
--   customers               int64          Members who ordered before they joined: the same in both phases
--   orders                  int64          Their orders in the phase
--   revenue                 decimal(18,2)  Total of those
--   avg_order_value         decimal(18,2)  Revenue per order
--   customer_days           int64          Their days in the phase, at least 1 each: first order to joining, or joining to as_of
--   orders_per_30_days      double         Orders of one customer in 30 such days
--   revenue_per_30_days     decimal(18,2)  Revenue of one customer in 30 such days
--
-- How customers ordered before and after they joined the loyalty programme: the same people in both rows. Customers who were members
-- from their first order on have no "before" and are left out.

WITH joiners AS (
    SELECT
        customers.customer_id, customers.joined_at, customers.first_order_date, customers.as_of,
        MIN(CASE WHEN orders.ordered_at = customers.joined_at THEN orders.order_date END) AS joined_date
    FROM {{ ref('customers') }} AS customers
    JOIN {{ ref('customer_orders') }} AS orders ON orders.customer_id = customers.customer_id
    WHERE customers.is_member
    GROUP BY customers.customer_id, customers.joined_at, customers.first_order_date, customers.as_of
    HAVING MIN(orders.ordered_at) < customers.joined_at
),
spans AS (
    SELECT 'before' AS phase, customer_id, joined_at, {{ greatest({{ days_between(first_order_date, joined_date) }}, 1) }} AS days
    FROM joiners
    UNION ALL
    SELECT 'after' AS phase, customer_id, joined_at, {{ greatest({{ days_between(joined_date, as_of) }}, 1) }} AS days FROM joiners
),
ordered AS (
    SELECT spans.phase, COUNT(*) AS orders, SUM(orders.order_total) AS revenue
    FROM spans
    JOIN {{ ref('customer_orders') }} AS orders
        ON orders.customer_id = spans.customer_id AND (orders.ordered_at < spans.joined_at) = (spans.phase = 'before')
    GROUP BY spans.phase
),
exposed AS (
    SELECT phase, COUNT(*) AS customers, SUM(days) AS customer_days
    FROM spans
    GROUP BY phase
)
SELECT
    phases.phase,
    COALESCE(exposed.customers, 0) AS customers,
    COALESCE(ordered.orders, 0) AS orders,
    COALESCE(ordered.revenue, 0) AS revenue,
    {{ ratio(ordered.revenue, ordered.orders) }} AS avg_order_value,
    COALESCE(exposed.customer_days, 0) AS customer_days,
    {{ ratio(30 * ordered.orders, exposed.customer_days) }} AS orders_per_30_days,
    {{ ratio(30 * ordered.revenue, exposed.customer_days) }} AS revenue_per_30_days
FROM (VALUES ('before'), ('after')) AS phases (phase)
LEFT JOIN exposed ON exposed.phase = phases.phase
LEFT JOIN ordered ON ordered.phase = phases.phase
